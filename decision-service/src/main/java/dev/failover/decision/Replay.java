package dev.failover.decision;

import dev.failover.decision.core.Fleet;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges what was recorded, in virtual time: the same services and rules as in production, without Kafka and without
 * waiting. An actuator that never fails answers each decision after a set time, or the caller answers by itself.
 */
public final class Replay {

    /**
     * How to judge.
     *
     * @param tick how often every service is judged
     * @param answerAfter how long a change takes from decision to verified; null where the caller brings the answers
     */
    public record Options(
            Duration tick, Fleet.Rule brake, @Nullable Duration answerAfter) {
        public static final Options DEFAULT = new Options(
                Duration.ofMillis(250), new Fleet.Rule(0.3, 5, Duration.ofMinutes(1)), Duration.ofSeconds(1));
    }

    /**
     * What becomes of a decision.
     *
     * @param end the last that is heard of it: ACCEPTED, VERIFIED, REFUSED or FAILED; null where nothing is
     * @param after how long that takes
     * @param reason why, where it is not carried out
     */
    public record Answers(DnsChange.@Nullable Status end, Duration after, String reason) {}

    /** What was published, and when. */
    public record Published(Instant at, Event event) {}

    /** What the zone holds of a service: the endpoint, the epoch of its fence, and who has a part of the answers. */
    private record Holding(String endpoint, long epoch, DnsChange.@Nullable Part part) {}

    private final Options options;
    private final Map<String, JudgedService> services = new TreeMap<>();
    private final Map<String, Holding> zone = new TreeMap<>();
    private final PriorityQueue<Published> answers = new PriorityQueue<>(Comparator.comparing(Published::at));
    private final List<Published> published = new ArrayList<>();
    private Answers answersNow;
    private Fleet fleet;
    private Instant now;

    /** Begins at this time, with no service. */
    public Replay(Options options, Instant start) {
        this.options = options;
        this.fleet = Fleet.calm(options.brake());
        this.now = start;
        Duration after = options.answerAfter();
        this.answersNow = after == null
                ? new Answers(null, Duration.ZERO, "")
                : new Answers(DnsChange.Status.VERIFIED, after, "replayed");
    }

    /** Brings a service in, or changes it. */
    public void specify(ServiceSpec spec) {
        JudgedService known = services.get(spec.service());
        if (known == null) {
            services.put(spec.service(), JudgedService.restored(spec, Optional.empty()));
            zone.put(spec.service(), new Holding(spec.endpoints().get(0).name(), 0, null));
        } else {
            known.specify(spec);
        }
    }

    /** Takes a service out; its record stays where it is. */
    public void remove(String service) {
        services.remove(service);
        zone.remove(service);
    }

    /** Decisions are answered like this from now on. */
    public void answerWith(Answers answers) {
        answersNow = answers;
    }

    /** Whoever judges dies now and is back at this time: it knows what it had written, as it was written. */
    public void restart(Instant back) {
        now = back;
        services.replaceAll((name, judged) -> judged.writtenAndRead(now));
    }

    /** Lets time pass; the services are judged at every tick on the way, and once at the end. */
    public void advanceTo(Instant time) {
        for (Instant next = now.plus(options.tick()); next.isBefore(time); next = now.plus(options.tick())) {
            step(next);
        }
        if (now.isBefore(time)) {
            step(time);
        }
    }

    private void step(Instant next) {
        now = next;
        while (!answers.isEmpty() && !answers.element().at().isAfter(now)) {
            Published answer = answers.remove();
            note(answer.event());
            take(answer.event(), answer.at());
        }
        judge();
    }

    /** An event is read now: an observation, a command, or a change where nobody else answers. */
    public void hear(Event event) {
        take(event, now);
    }

    /** The same with the broker's time of it: earlier, of what was not read at once; later, between two judgements. */
    public void hear(Event event, Instant at) {
        take(event, at);
    }

    private void take(Event event, Instant at) {
        JudgedService service = services.get(event.service());
        if (service != null) {
            service.take(event, at);
        }
    }

    private void judge() {
        List<Fleet.Member> members =
                services.values().stream().map(JudgedService::member).toList();
        fleet = fleet.look(members, now);
        for (JudgedService service : services.values()) {
            for (Event event : service.judge(now, fleet.incident())) {
                note(event);
                if (event instanceof Decision decision && answersNow.end() != null) {
                    answer(decision, answersNow.end(), answersNow.after());
                }
            }
        }
    }

    private void note(Event event) {
        published.add(new Published(now, event));
    }

    private void answer(Decision decision, DnsChange.Status end, Duration after) {
        Holding holding = Objects.requireNonNull(zone.get(decision.service()));
        Instant ended = now.plus(after);
        if (end == DnsChange.Status.REFUSED || end == DnsChange.Status.FAILED) {
            answers.add(new Published(ended, change(decision, end, holding, ended, null)));
            return;
        }
        Holding next = next(decision, holding);
        if (!decision.shadow()) {
            zone.put(
                    decision.service(),
                    new Holding(next.endpoint(), Math.max(holding.epoch(), decision.epoch()), next.part()));
        }
        Instant accepted = now.plus(after.dividedBy(2));
        DnsChange.Status taken = DnsChange.Status.ACCEPTED;
        answers.add(new Published(accepted, change(decision, taken, next, accepted, null)));
        if (end == DnsChange.Status.VERIFIED) {
            DnsChange.Status done = decision.shadow() ? DnsChange.Status.PLANNED : end;
            answers.add(new Published(ended, change(decision, done, next, ended, accepted)));
        }
    }

    private static Holding next(Decision decision, Holding before) {
        String to = decision.to();
        if (to == null) {
            return new Holding(before.endpoint(), decision.epoch(), before.part());
        } else if (decision.movesAPart()) {
            DnsChange.Part part = new DnsChange.Part(to, Objects.requireNonNull(decision.share()));
            return new Holding(Objects.requireNonNull(decision.from()), decision.epoch(), part);
        }
        return new Holding(to, decision.epoch(), null);
    }

    private DnsChange change(
            Decision decision, DnsChange.Status status, Holding holding, Instant at, @Nullable Instant acceptedAt) {
        boolean verified = status == DnsChange.Status.VERIFIED;
        return new DnsChange(
                decision.service(),
                decision.id(),
                holding.epoch(),
                status,
                holding.endpoint(),
                decision.record().name() + " " + decision.record().type(),
                List.of(),
                List.of(),
                answersNow.reason(),
                null,
                List.of(),
                new DnsChange.Timings(
                        decision.firstFailureAt(),
                        decision.decidedAt(),
                        acceptedAt == null ? at : acceptedAt,
                        verified ? at : null,
                        verified ? at : null),
                at,
                holding.part());
    }

    /** All that was published so far, in order: transitions, decisions, and the answers to them. */
    public List<Published> published() {
        return List.copyOf(published);
    }

    /** What was published since it was last drained, which is forgotten with this: a long replay stays small. */
    public List<Published> drain() {
        List<Published> drained = List.copyOf(published);
        published.clear();
        return drained;
    }

    /** A service's state as it would be published now. */
    public Optional<ServiceState> state(String service) {
        return Optional.ofNullable(services.get(service)).map(judged -> judged.stateAt(now));
    }

    public Instant now() {
        return now;
    }
}
