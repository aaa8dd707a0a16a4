package dev.failover.benchmarks.judgement;

import dev.failover.benchmarks.judgement.Checker.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules of others, as far as they decide where a name is: each a few checkers and a choice.
 *
 * @param locations how many of the locations it checks from, beginning with the first
 * @param checkers for each endpoint, spread over the locations
 * @param counter of each checker
 * @param healthyAbove an endpoint is usable while more than this share of its checkers holds it up, in percent
 * @param noneUsable where the name is when no endpoint is usable
 * @param gossip whether an endpoint that no location hears anything of is not usable either
 */
record Reference(
        String name,
        int locations,
        int checkers,
        Pace pace,
        Supplier<Counter> counter,
        int healthyAbove,
        Place noneUsable,
        boolean gossip)
        implements Rule {

    /** Of the gossip: a period, and how long an answer may take. */
    private static final Pace PROTOCOL = Pace.every(1000, 500);

    /**
     * Route 53: checkers in several regions that do not coordinate, each with the failure threshold, 3, in a row both ways;
     * healthy while more than 18 % of them say so. Failover records: both bad gives the primary. Sixteen checkers make the
     * one request in two seconds that an endpoint sees at an interval of 30 s. An answer may take two seconds; that silence
     * is waited for longer is not counted against it.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html">How
     *     Amazon Route 53 determines whether a health check is healthy</a>
     */
    static Rule route53(long intervalMillis) {
        return new Reference(
                "Route 53, " + intervalMillis / 1000 + " s",
                Trace.LOCATIONS,
                16,
                Pace.every(intervalMillis, 2000),
                () -> Counter.inARow(3, 3),
                18,
                Place.PRIMARY,
                false);
    }

    /**
     * HAProxy with a backup server: {@code inter 2s fall 3 rise 2}, its defaults; the next check starts {@code inter} after
     * the last one's end. One process in one place; when both servers are down it answers 503 itself.
     *
     * @see <a href="https://docs.haproxy.org/2.6/configuration.html#5.2-inter">HAProxy configuration manual, fall, rise,
     *     inter, fastinter, backup</a>
     */
    static Rule haproxy() {
        return haproxy("HAProxy", new Pace(2000, 2000, 1000, true));
    }

    /** The same with {@code inter 1s fastinter 200ms}: a server that is neither up nor down for certain is checked sooner. */
    static Rule haproxyFast() {
        return haproxy("HAProxy, fastinter", new Pace(1000, 200, 1000, true));
    }

    private static Rule haproxy(String name, Pace pace) {
        return new Reference(name, 1, 1, pace, () -> Counter.inARow(3, 2), 0, Place.NOWHERE, false);
    }

    /**
     * gdnsd's simplefo with its defaults: {@code interval 10}, {@code timeout 5}, {@code down_thresh 10}, {@code ok_thresh
     * 10}, {@code up_thresh 20}. Each server judges by itself; both down gives the primary.
     *
     * @see <a href="https://github.com/gdnsd/gdnsd/blob/master/docs/gdnsd.config.podin">gdnsd.config, SERVICE_TYPES</a>
     * @see <a href="https://github.com/gdnsd/gdnsd/blob/master/docs/gdnsd-plugin-simplefo.podin">gdnsd-plugin-simplefo</a>
     */
    static Rule gdnsd() {
        return gdnsd("gdnsd", Pace.every(10_000, 5000), () -> Counter.forgiving(10, 10, 20));
    }

    /** The same at the quickest pace that leaves a second for an answer, with the thresholds of our default. */
    static Rule gdnsdFast() {
        return gdnsd("gdnsd, 2 s, 3/3/3", Pace.every(2000, 1000), () -> Counter.forgiving(3, 3, 3));
    }

    private static Rule gdnsd(String name, Pace pace, Supplier<Counter> counter) {
        return new Reference(name, 1, 1, pace, counter, 0, Place.PRIMARY, false);
    }

    /**
     * Consul's DNS: an HTTP check each 10 s, where one failure is critical and one success passes, by one agent whose word
     * the catalog takes; an instance that is critical is not answered. A node that no member hears of for a protocol period
     * of 1 s is suspected, and failed 4 s later: any one member's suspicion will do when nobody refutes it.
     *
     * @see <a
     *     href="https://developer.hashicorp.com/consul/docs/services/configuration/checks-configuration-reference">Health
     *     check configuration reference, success_before_passing, failures_before_critical</a>
     * @see <a href="https://developer.hashicorp.com/consul/docs/architecture/gossip">Gossip protocol</a>
     */
    static Rule consul() {
        return consul("Consul", Pace.every(10_000, 10_000), () -> Counter.inARow(1, 1));
    }

    /** The same each second with {@code failures_before_critical = 3} and {@code success_before_passing = 3}. */
    static Rule consulInARow() {
        return consul("Consul, 1 s, 3 in a row", Pace.every(1000, 1000), () -> Counter.inARow(3, 3));
    }

    private static Rule consul(String name, Pace pace, Supplier<Counter> counter) {
        return new Reference(name, 1, 1, pace, counter, 0, Place.NOWHERE, true);
    }

    /** An endpoint with those that check it, and those that hear of it where there is gossip. */
    private record Watched(List<Checker> checkers, List<Checker> hearing) {}

    @Override
    public List<Move> judge(Trace trace, RandomGenerator random) {
        Watched primary = watched(trace, Place.PRIMARY, random);
        Watched secondary = watched(trace, Place.SECONDARY, random);
        List<Checker> all = Stream.of(primary, secondary)
                .flatMap(watched -> Stream.concat(watched.checkers().stream(), watched.hearing().stream()))
                .toList();
        List<Move> moves = new ArrayList<>();
        Checker.run(trace, all, check -> {
            Place before = moves.isEmpty()
                    ? Place.PRIMARY
                    : moves.get(moves.size() - 1).to();
            Place now = choice(primary, secondary);
            if (now != before) {
                moves.add(new Move(check.endMillis(), now));
            }
        });
        return moves;
    }

    /** One silent period raises a suspicion, which four more confirm; a sign of life refutes it. */
    private static Counter suspicion() {
        return Counter.inARow(5, 1);
    }

    private Watched watched(Trace trace, Place place, RandomGenerator random) {
        return new Watched(
                checkers(trace, place, random),
                gossip ? List.of(Checker.together(trace, place, PROTOCOL, suspicion(), random)) : List.of());
    }

    private List<Checker> checkers(Trace trace, Place place, RandomGenerator random) {
        return IntStream.range(0, checkers)
                .mapToObj(i -> new Checker(trace, i % locations, place, pace, counter.get(), random))
                .toList();
    }

    private Place choice(Watched primary, Watched secondary) {
        if (isUsable(primary)) {
            return Place.PRIMARY;
        }
        return isUsable(secondary) ? Place.SECONDARY : noneUsable;
    }

    private boolean isUsable(Watched endpoint) {
        int up = 0;
        for (Checker checker : endpoint.checkers()) {
            up += checker.up() ? 1 : 0;
        }
        return up * 100 > checkers * healthyAbove && endpoint.hearing().stream().allMatch(Checker::up);
    }
}
