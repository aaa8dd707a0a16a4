package dev.failover.decision.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service in the hands of a test: its state, its clock, and all that it published. */
final class Fixture {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Policy policy;
    private State state;
    private Instant now = NOON;
    private long sequence;
    private @Nullable Incident incident;
    final List<Effect> effects = new ArrayList<>();

    Fixture(Policy policy) {
        this.policy = policy;
        this.state = State.unclaimed(policy.mode());
    }

    static Policy policy() {
        return policy(Mode.AUTO, false);
    }

    static Policy policy(Mode mode, boolean failsBack) {
        return new Rules().mode(mode).failsBack(failsBack).policy();
    }

    static CheckOutcome outcome(char c) {
        return switch (c) {
            case '.' -> CheckOutcome.PASS;
            case 'F' -> CheckOutcome.FAIL;
            case 'B' -> CheckOutcome.BLIND;
            default -> CheckOutcome.PROBER_ERROR;
        };
    }

    static CheckSeen check(Instant at, String endpoint, String location, String boot, long sequence, char c) {
        return new CheckSeen(
                at,
                endpoint,
                location,
                boot,
                sequence,
                outcome(c),
                Duration.ofMillis(20),
                Duration.ofMillis(5),
                ByName.none(),
                null,
                null);
    }

    /** A service whose claim is confirmed and whose endpoints are all UP. */
    static Fixture settled(Policy policy) {
        Fixture service = new Fixture(policy);
        service.tick();
        service.confirm("primary");
        service.rounds("...", "...");
        return service;
    }

    /** A second passes with each letter; three locations see the same, then the service is judged. */
    void rounds(String primary, String secondary) {
        for (int i = 0; i < primary.length(); i++) {
            pass(1);
            for (String location : List.of("a", "b", "c")) {
                see(location, "primary", primary.charAt(i));
                see(location, "secondary", secondary.charAt(i));
            }
            tick();
        }
    }

    /** {@code _} is no check at all. */
    void see(String location, String endpoint, char c) {
        if (c != '_') {
            apply(check(now, endpoint, location, "boot-" + location, ++sequence, c));
        }
    }

    /** A pass with a figure of how far the secondary is behind. */
    void lag(String location, double seconds) {
        CheckSeen plain = check(now, "secondary", location, "boot-" + location, ++sequence, '.');
        apply(with(plain, ByName.of(Mark.LAG_SECONDS, seconds), null));
    }

    /** A pass of an endpoint that says itself that it must not take the name. */
    void unready(String location, String endpoint, String why) {
        CheckSeen plain = check(now, endpoint, location, "boot-" + location, ++sequence, '.');
        apply(with(plain, ByName.none(), why));
    }

    /** A check that tells how much the endpoint is used. */
    void used(String location, String endpoint, char c, double sessions) {
        CheckSeen plain = check(now, endpoint, location, "boot-" + location, ++sequence, c);
        apply(with(plain, ByName.of("sessions", sessions), null));
    }

    private static CheckSeen with(CheckSeen check, ByName<Double> measures, @Nullable String unready) {
        return new CheckSeen(
                check.at(),
                check.endpoint(),
                check.location(),
                check.boot(),
                check.sequence(),
                check.outcome(),
                check.took(),
                check.behind(),
                measures,
                check.failure(),
                unready);
    }

    void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    void tick() {
        apply(new Tick(now, incident));
    }

    /** What the fleet suffers from until further notice. */
    void fleet(@Nullable Incident suffers) {
        incident = suffers;
    }

    void confirm(String endpoint) {
        Intent intent = intent();
        apply(new ChangeSeen(now, intent.decisionId(), intent.epoch(), ChangeSeen.Result.CONFIRMED, endpoint, "done"));
    }

    /** The decision in flight is carried out as it says. */
    void carriedOut() {
        Intent intent = intent();
        String to = String.valueOf(intent.to());
        boolean partly = intent.movesAPart();
        Part part = partly ? new Part(to, Objects.requireNonNull(intent.share())) : null;
        apply(new ChangeSeen(
                now,
                intent.decisionId(),
                intent.epoch(),
                ChangeSeen.Result.CONFIRMED,
                partly ? intent.from() : to,
                "done",
                part));
        tick();
    }

    void answer(ChangeSeen.Result result, String reason) {
        Intent intent = intent();
        apply(new ChangeSeen(now, intent.decisionId(), intent.epoch(), result, null, reason));
    }

    void order(String to, boolean force) {
        order(to, force, null);
    }

    void order(String to, boolean force, @Nullable Instant pinnedUntil) {
        apply(new CommandSeen.Move(new Order(to, force, "ana", "upgrade", now, pinnedUntil)));
        tick();
    }

    List<String> blocks() {
        return state.explanation().blocks();
    }

    void apply(Event event) {
        Outcome outcome = event.apply(policy, state);
        state = outcome.next();
        effects.addAll(outcome.effects());
    }

    /** As after a restart of the service: a new rule set over the kept state. */
    void change(Policy next) {
        policy = next;
    }

    Intent intent() {
        Intent intent = state.intent();
        if (intent == null) {
            throw new AssertionError("nothing is in flight: " + state.explanation());
        }
        return intent;
    }

    State state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<Effect.Decide> decisions() {
        return of(Effect.Decide.class).toList();
    }

    /** The decisions by kind and destination, in order, the first CLAIM left out. */
    List<String> moves() {
        return decisions().stream()
                .skip(1)
                .map(d -> d.intent().kind() + " " + d.intent().to()
                        + (d.intent().share() == null ? "" : " " + d.intent().share()))
                .toList();
    }

    List<Effect.VerdictChanged> verdicts() {
        return of(Effect.VerdictChanged.class).toList();
    }

    Diagnosis diagnosis() {
        return state.explanation().diagnosis();
    }

    private <E extends Effect> Stream<E> of(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast);
    }
}
