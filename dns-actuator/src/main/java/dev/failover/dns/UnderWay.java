package dev.failover.dns;

import dev.failover.event.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Which decision of each service is being confirmed, the newest; and which were lost on the way. For all threads. */
final class UnderWay {

    private final Map<String, Begun> begun = new ConcurrentHashMap<>();
    private final Map<String, Losses> losses = new ConcurrentHashMap<>();
    private final Queue<Decision> lost = new ConcurrentLinkedQueue<>();

    /** The decision of a service that is being confirmed. */
    private record Begun(String decisionId, Instant since) {
        static Begun of(Pursuit pursuit) {
            return new Begun(pursuit.decisionId(), pursuit.since());
        }
    }

    /** How often the zone was read again for a decision. */
    private record Losses(String decisionId, int times) {
        Losses plus(Losses more) {
            return decisionId.equals(more.decisionId) ? new Losses(decisionId, times + more.times) : more;
        }
    }

    /** Takes the place of what was under way for the service. */
    void begin(Decision decision, Instant now) {
        begun.put(decision.service(), new Begun(decision.id(), now));
    }

    boolean has(Decision decision) {
        Begun known = begun.get(decision.service());
        return known != null && known.decisionId().equals(decision.id());
    }

    /** Whether nothing newer of its service has been begun. */
    boolean isAt(Pursuit pursuit) {
        return Begun.of(pursuit).equals(begun.get(pursuit.service()));
    }

    int size() {
        return begun.size();
    }

    /** How many have been waited for since then, or for longer. */
    long since(Instant then) {
        return begun.values().stream()
                .filter(each -> !each.since().isAfter(then))
                .count();
    }

    /** How long the oldest has been waited for. */
    Duration oldest(Instant now) {
        return begun.values().stream()
                .map(each -> Duration.between(each.since(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** How often the decision was lost by now, this time included. */
    int countLoss(Pursuit pursuit) {
        return losses.merge(pursuit.service(), new Losses(pursuit.decisionId(), 1), Losses::plus)
                .times();
    }

    /** Leaves a decision to whoever takes what was lost, unless a newer one is under way. */
    void lose(Pursuit pursuit) {
        if (begun.remove(pursuit.service(), Begun.of(pursuit))) {
            lost.add(pursuit.step().decision());
        }
    }

    List<Decision> takeLost() {
        List<Decision> taken = new ArrayList<>();
        for (Decision next = lost.poll(); next != null; next = lost.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** A newer one of the service stays. */
    void end(Pursuit pursuit) {
        losses.remove(pursuit.service());
        begun.remove(pursuit.service(), Begun.of(pursuit));
    }
}
