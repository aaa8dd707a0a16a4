package dev.failover.cli.backtest;

import dev.failover.cli.backtest.Finding.Held;
import dev.failover.cli.backtest.Finding.Judgement;
import dev.failover.cli.backtest.Finding.Move;
import dev.failover.cli.backtest.Finding.Trip;
import dev.failover.event.Decision;
import dev.failover.event.HealthTransition;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Notes what becomes of one service while the recording is replayed. */
final class Watch {

    /** Of each kind of finding; the rest is counted. */
    static final int KEPT = 1_000;

    /** Nothing is to be done, or it is being done. */
    private static final Set<String> CALM = Set.of("SETTLED", "AWAY", "SHIFTING", "IN_FLIGHT", "NOT_CLAIMED");

    /** One endpoint from one location: whether it is near DOWN now, and what was so far. */
    private static final class Edge {
        private boolean near;
        private boolean down;
        private @Nullable Instant nearSince;
        private int downs;
        private int nearly;
        private @Nullable Instant firstNearly;
    }

    private final ServiceSpec spec;
    private final Truth truth;
    private final List<Move> moves = new ArrayList<>();
    private final List<Duration> detection = new ArrayList<>();
    private final List<Duration> reaction = new ArrayList<>();
    private final Map<String, Integer> flaps = new TreeMap<>();
    private final Set<String> heardOf = new HashSet<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<String, Map<String, Edge>> edges = new TreeMap<>();
    private final Lane<String> active = new Lane<>();
    private final Map<String, Lane<Look>> verdicts = new TreeMap<>();
    private final Map<String, Map<String, Lane<Look>>> votes = new TreeMap<>();
    private final List<Truth.Interval> open;
    private final List<Truth.Interval> missed = new ArrayList<>();
    private long checks;
    private long moreMoves;
    private long moreHeld;
    private @Nullable Held holding;

    Watch(ServiceSpec spec, Truth truth) {
        this.spec = spec;
        this.truth = truth;
        this.open = new ArrayList<>(truth.of(spec.service()).stream()
                .filter(interval -> !interval.isAny())
                .toList());
    }

    void checked() {
        checks++;
    }

    void published(HealthTransition transition) {
        if (heardOf.add(transition.endpoint())) {
            return;
        }
        flaps.merge(transition.endpoint(), 1, Integer::sum);
    }

    void published(Decision decision, Instant at) {
        String to = decision.to();
        // A step of a gradual move leaves the name where it is.
        if (to == null || decision.kind() == Decision.Kind.CLAIM || decision.movesAPart() || decision.takesBack()) {
            return;
        }
        if (decision.kind() == Decision.Kind.FAILOVER && decision.firstFailureAt() != null) {
            detection.add(Duration.between(decision.firstFailureAt(), at));
        }
        String from = Objects.requireNonNullElse(decision.from(), "?");
        Move move = new Move(at, decision.kind(), from, to, decision.reason(), judged(decision.kind(), to, at));
        if (moves.size() < KEPT) {
            moves.add(move);
        } else {
            moreMoves++;
        }
    }

    private Judgement judged(Decision.Kind kind, String to, Instant at) {
        if (kind == Decision.Kind.MANUAL) {
            return Judgement.ORDERED;
        }
        return truth.at(spec.service(), at)
                .filter(interval -> !interval.isAny())
                .map(interval -> interval.endpoint().equals(to) ? right(interval, at) : Judgement.FALSE)
                .orElse(Judgement.UNMARKED);
    }

    private Judgement right(Truth.Interval interval, Instant at) {
        if (open.contains(interval)) {
            reaction.add(Duration.between(interval.from(), at));
        }
        return Judgement.RIGHT;
    }

    void seen(ServiceState state, Instant now) {
        String name = state.active();
        if (name != null) {
            active.note(now, name);
        }
        for (ServiceState.EndpointState endpoint : state.endpoints()) {
            verdicts.computeIfAbsent(endpoint.name(), e -> new Lane<>()).note(now, Look.of(endpoint.verdict()));
            endpoint.locations().forEach(location -> seen(endpoint.name(), location, now));
        }
        compare(name, now);
        hold(state.explanation(), now);
    }

    private void seen(String endpoint, ServiceState.LocationState location, Instant now) {
        boolean stale = location.lastCounted().plus(spec.policy().staleAfter()).isBefore(now);
        votes.computeIfAbsent(endpoint, e -> new TreeMap<>())
                .computeIfAbsent(location.location(), l -> new Lane<>())
                .note(now, Look.of(location, stale));
        Edge edge = edges.computeIfAbsent(endpoint, e -> new TreeMap<>())
                .computeIfAbsent(location.location(), l -> new Edge());
        note(edge, location, now);
    }

    /** A vote that is one failure from DOWN and recovers was a near miss; one that goes DOWN was none. */
    private void note(Edge edge, ServiceState.LocationState location, Instant now) {
        boolean down = Look.isDown(location);
        boolean near = !down && isNear(location);
        if (down && !edge.down) {
            edge.downs++;
        } else if (near && !edge.near) {
            edge.nearSince = now;
        }
        if (edge.near && !near && !down) {
            nearlyWent(edge);
        }
        edge.near = near;
        edge.down = down;
    }

    private static void nearlyWent(Edge edge) {
        edge.nearly++;
        edge.firstNearly = edge.firstNearly == null ? edge.nearSince : edge.firstNearly;
    }

    private boolean isNear(ServiceState.LocationState location) {
        Policy.Thresholds thresholds = spec.policy().thresholds();
        boolean inARow = thresholds.down() > 1 && location.failures() >= thresholds.down() - 1;
        boolean inTheWindow =
                thresholds.windowFailures() > 1 && Long.bitCount(location.window()) >= thresholds.windowFailures() - 1;
        return inARow || inTheWindow;
    }

    /** An interval is met once the name is where it should be; one that ends before is missed. */
    private void compare(@Nullable String name, Instant now) {
        open.removeIf(interval -> {
            boolean over = !now.isBefore(interval.to());
            if (over) {
                missed.add(interval);
            }
            return over || (interval.covers(now) && interval.endpoint().equals(name));
        });
    }

    private void hold(ServiceState.Explanation why, Instant now) {
        boolean holds = !CALM.contains(why.diagnosis()) && !why.blocks().isEmpty();
        Held last = holding;
        if (last != null
                && holds
                && last.diagnosis().equals(why.diagnosis())
                && last.blocks().equals(why.blocks())) {
            return;
        }
        endHold(now);
        holding = holds ? new Held(now, now, why.diagnosis(), why.blocks()) : null;
    }

    private void endHold(Instant now) {
        Held last = holding;
        if (last == null) {
            return;
        }
        if (held.size() < KEPT) {
            held.add(new Held(last.from(), now, last.diagnosis(), last.blocks()));
        } else {
            moreHeld++;
        }
    }

    /** The recording is over: an interval that has begun and was not met is missed, one that lies behind it is not. */
    Finding finding(Instant start, Instant end) {
        endHold(end);
        holding = null;
        open.stream().filter(interval -> interval.from().isBefore(end)).forEach(missed::add);
        open.clear();
        missed.removeIf(interval -> !interval.to().isAfter(start));
        return new Finding(
                spec.service(),
                checks,
                List.copyOf(moves),
                moreMoves,
                List.copyOf(missed),
                detection,
                reaction,
                flaps,
                trips(),
                List.copyOf(held),
                moreHeld,
                new Finding.Chart(active, verdicts, votes));
    }

    private List<Trip> trips() {
        List<Trip> trips = new ArrayList<>();
        edges.forEach((endpoint, locations) -> locations.forEach((location, edge) -> {
            if (edge.near) {
                nearlyWent(edge);
                edge.near = false;
            }
            if (edge.downs + edge.nearly > 0) {
                trips.add(new Trip(endpoint, location, edge.downs, edge.nearly, edge.firstNearly));
            }
        }));
        return trips;
    }
}
