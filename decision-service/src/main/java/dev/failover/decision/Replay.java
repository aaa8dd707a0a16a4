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

    /** What was published, and when. */
    public record Published(Instant at, Event event) {}

    /** What the zone holds of a service: the endpoint, and the epoch of its fence. */
    private record Holding(String endpoint, long epoch) {}

    private final Options options;
    private final Map<String, JudgedService> services = new TreeMap<>();
    private final Map<String, Holding> zone = new TreeMap<>();
    private final PriorityQueue<Published> answers = new PriorityQueue<>(Comparator.comparing(Published::at));
    private final List<Published> published = new ArrayList<>();
    private Fleet fleet;
    private Instant now;

    /** Begins at this time, with no service. */
    public Replay(Options options, Instant start) {
        this.options = options;
        this.fleet = Fleet.calm(options.brake());
        this.now = start;
    }

    /** Brings a service in, or changes it. */
    public void specify(ServiceSpec spec) {
        JudgedService known = services.get(spec.service());
        if (known == null) {
            services.put(spec.service(), JudgedService.restored(spec, Optional.empty()));
            zone.put(spec.service(), new Holding(spec.endpoints().get(0).name(), 0));
        } else {
            known.specify(spec);
        }
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

    /**
     * The same with the broker's time of it, which may lie between two judgements: it is judged with the next one.
     *
     * @param at not before now
     */
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
                if (event instanceof Decision decision && options.answerAfter() != null) {
                    answer(decision, options.answerAfter());
                }
            }
        }
    }

    private void note(Event event) {
        published.add(new Published(now, event));
    }

    private void answer(Decision decision, Duration after) {
        Holding holding = Objects.requireNonNull(zone.get(decision.service()));
        String endpoint = decision.destination().orElse(holding.endpoint());
        if (!decision.shadow()) {
            zone.put(decision.service(), new Holding(endpoint, Math.max(holding.epoch(), decision.epoch())));
        }
        Instant accepted = now.plus(after.dividedBy(2));
        Instant verified = now.plus(after);
        answers.add(new Published(accepted, change(decision, DnsChange.Status.ACCEPTED, endpoint, accepted, null)));
        DnsChange.Status end = decision.shadow() ? DnsChange.Status.PLANNED : DnsChange.Status.VERIFIED;
        answers.add(new Published(verified, change(decision, end, endpoint, verified, accepted)));
    }

    private static DnsChange change(
            Decision decision, DnsChange.Status status, String endpoint, Instant at, @Nullable Instant acceptedAt) {
        boolean verified = status == DnsChange.Status.VERIFIED;
        return new DnsChange(
                decision.service(),
                decision.id(),
                decision.epoch(),
                status,
                endpoint,
                decision.record().name() + " " + decision.record().type(),
                List.of(),
                List.of(),
                "replayed",
                null,
                List.of(),
                new DnsChange.Timings(
                        decision.firstFailureAt(),
                        decision.decidedAt(),
                        acceptedAt == null ? at : acceptedAt,
                        verified ? at : null,
                        verified ? at : null),
                at);
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
