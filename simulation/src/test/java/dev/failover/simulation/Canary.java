package dev.failover.simulation;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs put in on purpose, each of which the simulation must find: a simulation that finds nothing may just not look. */
enum Canary {
    NONE(null),

    /** The zone carries out a batch in parts. */
    BATCH_TORN(Invariant.NEVER_EMPTY),

    /** Whatever a standby's checks say, they are read as passed. */
    STANDBY_ALWAYS_PASSES(Invariant.ONLY_TO_CONFIRMED_UP),

    /**
     * A location that cannot see counts as one that sees the primary down and the others well. With all down alike it would
     * move nothing: a candidate of which a check fails waits.
     */
    BLIND_IS_DOWN(Invariant.ONLY_FROM_FAILING),

    /** A new owner of a partition begins anew. */
    STATE_FORGOTTEN(Invariant.EPOCHS_GROW_BY_ONE),

    /** The cool-down is none. */
    NO_COOL_DOWN(Invariant.ONE_MOVE_PER_COOL_DOWN),

    /** Votes never expire. */
    VOTES_KEPT(Invariant.UNKNOWN_NEVER_MOVES),

    /** Pauses, overrides and maintenance are not heard. */
    PEOPLE_IGNORED(Invariant.OVERRIDE_WINS),

    /** What is only to be planned is carried out. */
    SHADOW_CARRIED_OUT(Invariant.ONLY_AS_DECIDED),

    /** The confirmation of a change is not understood. */
    CONFIRMATION_MISSED(Invariant.CONVERGES),

    /** Of a gradual move it is forgotten how far it is. */
    SHARE_FORGOTTEN(Invariant.SHARES_GROW),

    /** Failures are not seen. */
    FAILURES_MISSED(Invariant.CONVERGES);

    private final @Nullable Invariant caughtBy;

    Canary(@Nullable Invariant caughtBy) {
        this.caughtBy = caughtBy;
    }

    @Nullable
    Invariant caughtBy() {
        return caughtBy;
    }

    /** How the decision-service reads with this bug. */
    LogConsumer.Lens decisionService() {
        return switch (this) {
            case STANDBY_ALWAYS_PASSES -> checks(check -> check.endpoint().equals("primary") ? check : passed(check));
            case FAILURES_MISSED ->
                checks(check -> check.outcome() == Observation.Outcome.FAIL ? passed(check) : check);
            case BLIND_IS_DOWN ->
                checks(check -> check.failure() == Observation.FailureClass.BLIND ? guessed(check) : check);
            case STATE_FORGOTTEN -> (topic, event) -> event instanceof ServiceState ? null : event;
            case NO_COOL_DOWN -> policies(policy -> with(policy, policy.staleAfter(), Duration.ZERO));
            case VOTES_KEPT -> policies(policy -> with(policy, Duration.ofHours(1), policy.coolDown()));
            case PEOPLE_IGNORED -> (topic, event) -> event instanceof Command command ? ignored(command) : event;
            case CONFIRMATION_MISSED ->
                (topic, event) -> event instanceof DnsChange change && change.status() == DnsChange.Status.VERIFIED
                        ? null
                        : event;
            case SHARE_FORGOTTEN -> (topic, event) -> event instanceof DnsChange change ? atFirst(change) : event;
            case NONE, BATCH_TORN, SHADOW_CARRIED_OUT -> LogConsumer.Lens.CLEAR;
        };
    }

    /** How the dns-actuator reads with this bug. */
    LogConsumer.Lens actuator() {
        return this == SHADOW_CARRIED_OUT
                ? (topic, event) -> event instanceof Decision decision ? inEarnest(decision) : event
                : LogConsumer.Lens.CLEAR;
    }

    private static DnsChange atFirst(DnsChange change) {
        DnsChange.Part part = change.part();
        return new DnsChange(
                change.service(),
                change.decisionId(),
                change.epoch(),
                change.status(),
                change.endpoint(),
                change.record(),
                change.before(),
                change.after(),
                change.reason(),
                change.changeId(),
                change.nameServers(),
                change.timings(),
                change.at(),
                part == null ? null : new DnsChange.Part(part.endpoint(), 1));
    }

    private static LogConsumer.Lens checks(UnaryOperator<Observation> seen) {
        return (topic, event) -> event instanceof Observation check ? seen.apply(check) : event;
    }

    private static LogConsumer.Lens policies(UnaryOperator<Policy> seen) {
        return (topic, event) -> event instanceof ServiceSpec spec
                ? new ServiceSpec(
                        spec.service(),
                        spec.record(),
                        spec.adopt(),
                        spec.endpoints(),
                        spec.probing(),
                        seen.apply(spec.policy()),
                        spec.group())
                : event;
    }

    private static Observation passed(Observation check) {
        return with(check, Observation.Outcome.PASS, null);
    }

    private static Observation guessed(Observation check) {
        return check.endpoint().equals("primary")
                ? with(check, Observation.Outcome.FAIL, Observation.FailureClass.TIMEOUT)
                : passed(check);
    }

    private static Observation with(
            Observation check, Observation.Outcome outcome, Observation.@Nullable FailureClass failure) {
        return new Observation(
                check.service(),
                check.endpoint(),
                check.location(),
                check.boot(),
                check.sequence(),
                check.checkedAt(),
                check.took(),
                outcome,
                failure,
                check.detail(),
                check.address(),
                check.measures(),
                check.unready());
    }

    private static Policy with(Policy policy, Duration staleAfter, Duration coolDown) {
        return new Policy(
                policy.mode(),
                policy.thresholds(),
                policy.minLocations(),
                staleAfter,
                coolDown,
                policy.failback(),
                policy.intentTimeout(),
                policy.marks(),
                policy.warmUp(),
                coolDown.isZero() ? coolDown : policy.coolDownMax(),
                policy.emergency(),
                policy.steadyFor(),
                policy.flapping(),
                policy.dataLoss(),
                policy.fleetBrake(),
                policy.drift(),
                policy.rto(),
                policy.residue(),
                policy.gradual());
    }

    private static @Nullable Event ignored(Command command) {
        return command.kind() == Command.Kind.PAUSE || command.kind() == Command.Kind.MAINTENANCE ? null : command;
    }

    private static Event inEarnest(Decision decision) {
        return new Decision(
                decision.service(),
                decision.id(),
                decision.epoch(),
                decision.kind(),
                decision.from(),
                decision.to(),
                decision.reason(),
                decision.evidence(),
                false,
                decision.adopt(),
                decision.record(),
                decision.targets(),
                decision.policyVersion(),
                decision.firstFailureAt(),
                decision.decidedAt(),
                decision.share());
    }
}
