package dev.failover.decision.core;

import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one service. Begins as {@link #unclaimed}; a CLAIM that is confirmed names the active endpoint;
 * a move is an intent until it is confirmed, and then the cool-down begins; a refused intent makes the service unclaimed
 * again, so that the zone is read before anything else is decided.
 *
 * @param mode the policy's mode when last judged
 * @param endpoints by name
 * @param active the endpoint that the name has; null while unclaimed
 * @param epoch of the newest decision; grows by one with each
 * @param intent the decision in flight
 * @param refusal of the last decision, until it is tried again
 * @param order a person's order that is not carried out yet
 * @param note what became of the last order
 * @param stableSince since when the preferred endpoint has been UP without a break
 */
public record State(
        Mode mode,
        SortedMap<String, Endpoint> endpoints,
        @Nullable String active,
        long epoch,
        @Nullable Intent intent,
        @Nullable Refusal refusal,
        @Nullable Instant coolDownUntil,
        @Nullable Pause pause,
        @Nullable Order order,
        @Nullable String note,
        @Nullable Instant stableSince,
        Explanation explanation) {

    public State {
        endpoints = Collections.unmodifiableSortedMap(new TreeMap<>(endpoints));
    }

    /** A service that is met for the first time. */
    public static State unclaimed(Mode mode) {
        return new State(
                mode,
                new TreeMap<>(),
                null,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                new Explanation(Diagnosis.NOT_CLAIMED, "not judged yet", "the first judgement"));
    }

    Endpoint endpoint(String name, Instant now) {
        Endpoint known = endpoints.get(name);
        return known == null ? Endpoint.unknown(now) : known;
    }

    State withEndpoint(String name, Endpoint endpoint) {
        SortedMap<String, Endpoint> next = new TreeMap<>(endpoints);
        next.put(name, endpoint);
        return withEndpoints(next);
    }

    State withEndpoints(SortedMap<String, Endpoint> next) {
        return new State(
                mode,
                next,
                active,
                epoch,
                intent,
                refusal,
                coolDownUntil,
                pause,
                order,
                note,
                stableSince,
                explanation);
    }

    State withIntent(Intent next) {
        return new State(
                mode,
                endpoints,
                active,
                next.epoch(),
                next,
                null,
                coolDownUntil,
                pause,
                order,
                note,
                stableSince,
                explanation);
    }

    State confirmed(@Nullable String nowActive, long nowEpoch, @Nullable Instant coolDown) {
        return new State(
                mode,
                endpoints,
                nowActive,
                nowEpoch,
                null,
                null,
                coolDown == null ? coolDownUntil : coolDown,
                pause,
                order,
                note,
                null,
                explanation);
    }

    State refused(Refusal why) {
        return new State(mode, endpoints, null, epoch, null, why, coolDownUntil, pause, order, note, null, explanation);
    }

    State withOrder(@Nullable Order next) {
        return new State(
                mode,
                endpoints,
                active,
                epoch,
                intent,
                refusal,
                coolDownUntil,
                pause,
                next,
                null,
                stableSince,
                explanation);
    }

    /** An order that is settled, with what became of it. */
    State settled(String answer) {
        return new State(
                mode,
                endpoints,
                active,
                epoch,
                intent,
                refusal,
                coolDownUntil,
                pause,
                null,
                answer,
                stableSince,
                explanation);
    }

    State withPause(@Nullable Pause next) {
        return new State(
                mode,
                endpoints,
                active,
                epoch,
                intent,
                refusal,
                coolDownUntil,
                next,
                order,
                note,
                stableSince,
                explanation);
    }

    State withStableSince(@Nullable Instant next) {
        return new State(
                mode, endpoints, active, epoch, intent, refusal, coolDownUntil, pause, order, note, next, explanation);
    }

    State withMode(Mode next) {
        // What was only supposed in shadow is not how the zone is.
        State known = mode == Mode.SHADOW && next != Mode.SHADOW ? readAgain() : this;
        return new State(
                next,
                endpoints,
                known.active,
                epoch,
                known.intent,
                known.refusal,
                known.coolDownUntil,
                pause,
                order,
                note,
                stableSince,
                explanation);
    }

    /** The same with all forgotten that the zone says better: for another record, or after shadow. */
    public State readAgain() {
        return new State(mode, endpoints, null, epoch, null, null, null, pause, order, note, stableSince, explanation);
    }

    State withActiveUnknown() {
        return new State(
                mode, endpoints, null, epoch, intent, refusal, coolDownUntil, pause, order, note, null, explanation);
    }

    State explained(Explanation next) {
        return new State(
                mode, endpoints, active, epoch, intent, refusal, coolDownUntil, pause, order, note, stableSince, next);
    }

    /** Whether it differs in nothing but when and by which process checks were last seen. */
    public boolean judgesLike(State other) {
        return withEndpoints(new TreeMap<>()).equals(other.withEndpoints(new TreeMap<>()))
                && endpoints.keySet().equals(other.endpoints.keySet())
                && endpoints.entrySet().stream()
                        .allMatch(endpoint -> endpoint.getValue()
                                .judgesLike(Objects.requireNonNull(other.endpoints.get(endpoint.getKey()))));
    }
}
