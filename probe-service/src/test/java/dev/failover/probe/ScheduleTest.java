package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.event.Probing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The schedule in virtual time; each check runs a probe that the test has set for its host. */
class ScheduleTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Probe PASSES = scope -> Future.succeededFuture(Finding.pass("well"));
    private static final Probe FAILS =
            scope -> Future.succeededFuture(Finding.fail(FailureClass.CONNECT_REFUSED, "refused"));
    private static final Probe HANGS = scope -> {
        scope.waitsFor(Finding.fail(FailureClass.TIMEOUT, "no answer"));
        return Promise.<Finding>promise().future();
    };

    private final VirtualTimers timers = new VirtualTimers();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Probe> probes = new HashMap<>();
    private final List<Observation> seen = new ArrayList<>();
    private final List<String> subjects = new ArrayList<>();
    private Schedule schedule = schedule("a", 1_000);

    private Schedule schedule(String location, int maxInFlight) {
        registry = new SimpleMeterRegistry();
        ProbeMetrics metrics = new ProbeMetrics(registry, location);
        StallWatch stalls = new StallWatch(timers);
        stalls.start();
        return new Schedule(
                timers,
                stalls,
                (spec, endpoint) -> scope ->
                        probes.getOrDefault(endpoint.check().host(), PASSES).check(scope),
                new InFlight(maxInFlight, metrics),
                Sight.UNDOUBTED,
                new Observations(
                        location,
                        "boot",
                        (subject, event) -> {
                            subjects.add(subject);
                            seen.add((Observation) event);
                        },
                        metrics),
                new SplittableRandom(7));
    }

    @BeforeEach
    void leaveTheFullSecond() {
        timers.pass(Duration.ofMillis(137));
    }

    @Test
    void checksEachEndpointOnceAnInterval() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(5));
        seen.clear();

        timers.pass(SECOND.multipliedBy(10));

        assertThat(of("primary")).hasSizeBetween(9, 11);
        assertThat(of("secondary")).hasSizeBetween(9, 11);
        assertThat(subjects).contains("search/primary", "search/secondary");
    }

    @Test
    void missesNoIntervalWhereConfirmingIsAsSlow() {
        schedule.put(Specs.of("search", Probing.DEFAULT));
        timers.pass(SECOND.multipliedBy(5));
        seen.clear();

        timers.pass(SECOND.multipliedBy(60));

        assertThat(of("primary")).hasSizeBetween(59, 61);
    }

    @Test
    void spreadsManyEndpointsEvenlyOverTheInterval() {
        IntStream.range(0, 500).forEach(i -> schedule.put(Specs.of("service-" + i, Specs.EVERY_SECOND)));

        timers.pass(SECOND.multipliedBy(5));
        List<Integer> checks = new ArrayList<>();
        for (int tenth = 0; tenth < 10; tenth++) {
            seen.clear();
            timers.pass(Duration.ofMillis(100));
            checks.add(seen.size());
        }

        assertThat(checks)
                .as("checks in each tenth of a second")
                .allSatisfy(number -> assertThat(number).isBetween(60, 140));
    }

    /** The endpoints that something was seen of. */
    private Set<String> endpoints() {
        return seen.stream().map(o -> o.service() + "/" + o.endpoint()).collect(Collectors.toSet());
    }

    @Test
    void theSamePhaseComesBackAfterARestartAndDiffersBetweenLocations() {
        Instant here = settledStart(schedule("a", 10));
        timers.pass(Duration.ofMillis(4_321));
        Instant again = settledStart(schedule("a", 10));
        Instant elsewhere = settledStart(schedule("b", 10));

        assertThat(distance(here, again)).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(distance(here, elsewhere)).isGreaterThan(Duration.ofMillis(50));
    }

    private Instant settledStart(Schedule restarted) {
        restarted.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(6));
        restarted.remove("search");
        List<Observation> primary = of("primary");
        return primary.get(primary.size() - 1).checkedAt();
    }

    /** How far two times are apart within their seconds. */
    private static Duration distance(Instant one, Instant other) {
        long millis = Math.floorMod(Duration.between(one, other).toMillis(), 1_000);
        return Duration.ofMillis(Math.min(millis, 1_000 - millis));
    }

    @Test
    void neverChecksAnEndpointTwiceAtATime() {
        int[] running = new int[1];
        probes.put("192.0.2.10", scope -> {
            assertThat(++running[0]).isEqualTo(1);
            scope.opened(() -> running[0]--);
            return Promise.<Finding>promise().future();
        });
        Probing slow = new Probing(Duration.ofMillis(200), Duration.ofMillis(100), Duration.ofMillis(750));
        schedule.put(Specs.of("search", slow));

        timers.pass(SECOND.multipliedBy(30));

        assertThat(of("primary")).hasSizeBetween(30, 40);
    }

    @Test
    void cutsOffACheckThatHangsWithWhatItWaitedFor() {
        probes.put("192.0.2.10", HANGS);
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));

        timers.pass(SECOND.multipliedBy(3));

        Observation cut = of("primary").get(0);
        assertThat(cut.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(cut.failure()).isEqualTo(FailureClass.TIMEOUT);
        assertThat(cut.took()).isEqualTo(SECOND);
    }

    @Test
    void aLateAnswerOfACheckThatWasCutOffCountsForNothing() {
        List<Promise<Finding>> pending = new ArrayList<>();
        probes.put("192.0.2.10", scope -> {
            pending.add(Promise.promise());
            return pending.get(pending.size() - 1).future();
        });
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(Duration.ofMillis(2_100));
        int reported = of("primary").size();

        pending.get(0).complete(Finding.pass("too late"));

        assertThat(of("primary")).hasSize(reported).noneMatch(o -> o.outcome() == Outcome.PASS);
    }

    @Test
    void aProbeThatThrowsIsTheProbersError() {
        probes.put("192.0.2.10", scope -> {
            throw new IllegalStateException("a bug");
        });
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));

        timers.pass(SECOND.multipliedBy(2));

        assertThat(of("primary")).isNotEmpty().allMatch(o -> o.outcome() == Outcome.PROBER_ERROR);
    }

    @Test
    void confirmsTheFirstFailureSoonAndSlowsDownOnceItIsCertain() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(5));
        probes.put("192.0.2.10", FAILS);
        seen.clear();

        timers.pass(SECOND.multipliedBy(6));

        List<Observation> failures =
                of("primary").stream().filter(o -> o.outcome() == Outcome.FAIL).toList();
        assertThat(gap(failures, 0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(265));
        assertThat(gap(failures, 1)).isBetween(Duration.ofMillis(250), Duration.ofMillis(265));
        assertThat(gap(failures, 3)).isBetween(Duration.ofMillis(950), Duration.ofMillis(1_050));
        assertThat(gap(of("secondary"), 1)).isBetween(Duration.ofMillis(950), Duration.ofMillis(1_050));
    }

    private static Duration gap(List<Observation> observations, int at) {
        return Duration.between(
                observations.get(at).checkedAt(), observations.get(at + 1).checkedAt());
    }

    @Test
    @DisplayName("scenario 5: a check during which the prober stood still is the prober's error")
    void discardsWhatAStandstillSpoiled() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        probes.put("192.0.2.10", HANGS);
        probes.put("192.0.2.20", HANGS);
        timers.pass(Duration.ofMillis(1_100));
        seen.clear();

        timers.standStill(SECOND.multipliedBy(5));
        timers.pass(Duration.ofMillis(1));

        assertThat(seen).isNotEmpty().allSatisfy(observation -> {
            assertThat(observation.outcome()).isEqualTo(Outcome.PROBER_ERROR);
            assertThat(observation.detail()).contains("stood still");
        });
    }

    @Test
    void aShortPauseIsNotHeldAgainstACheck() {
        probes.put("192.0.2.10", HANGS);
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(Duration.ofMillis(1_100));
        seen.clear();

        timers.standStill(Duration.ofMillis(150));
        timers.pass(SECOND);

        assertThat(of("primary")).extracting(Observation::outcome).containsOnly(Outcome.FAIL);
    }

    @Test
    void aRemovedServiceIsNotCheckedAndWhatWasInFlightIsClosedUnreported() {
        Set<CheckScope> open = new HashSet<>();
        probes.put("192.0.2.10", scope -> {
            open.add(scope);
            scope.opened(() -> open.remove(scope));
            return HANGS.check(scope);
        });
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(Duration.ofMillis(1_050));
        assertThat(open).hasSize(1);
        seen.clear();

        schedule.remove("search");
        timers.pass(SECOND.multipliedBy(10));

        assertThat(open).isEmpty();
        assertThat(seen).isEmpty();
        assertThat(registry.get("failover.targets").gauge().value()).isZero();
    }

    @Test
    void aChangeOfTimingOnlyKeepsThePhaseAndWhatIsKnown() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(6));
        List<Observation> before = of("primary");
        Instant phase = before.get(before.size() - 1).checkedAt();
        seen.clear();

        Probing slower = new Probing(Duration.ofSeconds(2), Duration.ofMillis(250), SECOND);
        schedule.put(Specs.of("search", slower));
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(3));

        assertThat(distance(phase, of("primary").get(0).checkedAt())).isLessThanOrEqualTo(Duration.ofMillis(50));
        assertThat(of("primary")).as("settled, so no faster than an interval").hasSizeBetween(2, 4);
    }

    @Test
    void aSlowerIntervalTakesEffect() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(6));
        seen.clear();

        schedule.put(Specs.of("search", new Probing(Duration.ofSeconds(10), Duration.ofMillis(250), SECOND)));
        timers.pass(SECOND.multipliedBy(40));

        assertThat(of("primary")).hasSizeBetween(3, 5);
    }

    @Test
    void aChangedCheckReplacesTheOldOneAndARemovedEndpointEnds() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(4));
        probes.put("192.0.2.99", FAILS);
        Check secondary = Specs.tcp("192.0.2.20");
        seen.clear();

        schedule.put(Specs.of("search", Specs.EVERY_SECOND, Specs.tcp("192.0.2.99"), secondary));
        timers.pass(SECOND.multipliedBy(2));

        assertThat(of("primary")).isNotEmpty().allMatch(o -> o.outcome() == Outcome.FAIL);
        assertThat(of("secondary")).isNotEmpty().allMatch(o -> o.outcome() == Outcome.PASS);
    }

    @Test
    void aThousandDeadEndpointsTakeNoLongerThanOne() {
        IntStream.range(0, 500).forEach(i -> {
            probes.put("192.0.2.10", HANGS);
            probes.put("192.0.2.20", HANGS);
            schedule.put(Specs.of("service-" + i, Specs.EVERY_SECOND));
        });

        timers.pass(Duration.ofMillis(2_100));

        assertThat(endpoints()).hasSize(1_000);
        assertThat(delayed()).isZero();
    }

    @Test
    void whatExceedsTheLimitInFlightIsDelayedCountedAndNotLost() {
        schedule = schedule("a", 10);
        probes.put("192.0.2.10", HANGS);
        probes.put("192.0.2.20", HANGS);
        Probing everyTenSeconds = new Probing(Duration.ofSeconds(10), Duration.ofSeconds(10), SECOND);
        IntStream.range(0, 100).forEach(i -> schedule.put(Specs.of("service-" + i, everyTenSeconds)));

        timers.pass(SECOND.multipliedBy(60));

        Map<String, List<Observation>> byEndpoint =
                seen.stream().collect(Collectors.groupingBy(o -> o.service() + "/" + o.endpoint()));
        assertThat(byEndpoint).hasSize(200);
        assertThat(byEndpoint.values()).allSatisfy(each -> assertThat(each).hasSizeGreaterThanOrEqualTo(2));
        assertThat(seen).as("ten at a time, a second each").hasSizeLessThanOrEqualTo(600);
        assertThat(registry.get("failover.checks.in.flight").gauge().value()).isEqualTo(10);
        assertThat(delayed()).isPositive();
    }

    private double delayed() {
        return registry.get("failover.checks.delayed").counter().count();
    }

    @Test
    void aDelayedCheckOfARemovedServiceNeverBegins() {
        schedule = schedule("a", 1);
        probes.put("192.0.2.10", HANGS);
        probes.put("192.0.2.20", HANGS);
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        schedule.put(Specs.of("shop", Specs.EVERY_SECOND));
        timers.pass(Duration.ofMillis(1_100));

        schedule.remove("search");
        seen.clear();
        timers.pass(SECOND.multipliedBy(10));

        assertThat(seen).extracting(Observation::service).containsOnly("shop");
    }

    @Test
    void manyChecksThatEndAtOnceDoNotExhaustTheStack() {
        schedule = schedule("a", 1);
        List<Promise<Finding>> first = new ArrayList<>();
        probes.put("192.0.2.10", scope -> {
            if (first.isEmpty()) {
                first.add(Promise.promise());
                return first.get(0).future();
            }
            return PASSES.check(scope);
        });
        Probing slow = new Probing(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(60));
        IntStream.range(0, 5_000).forEach(i -> schedule.put(Specs.of("service-" + i, slow)));
        timers.pass(Duration.ofSeconds(11));

        first.get(0).complete(Finding.pass("well"));

        assertThat(endpoints()).hasSize(10_000);
    }

    @Test
    void numbersItsObservationsInOrder() {
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));

        timers.pass(SECOND.multipliedBy(5));

        assertThat(seen).extracting(Observation::boot).containsOnly("boot");
        assertThat(seen.stream().map(Observation::sequence))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, seen.size())
                        .mapToObj(i -> (long) i)
                        .toList());
    }

    @Test
    void countsChecksByOutcomeAndFailureClass() {
        probes.put("192.0.2.10", FAILS);
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));

        timers.pass(SECOND.multipliedBy(5));

        assertThat(registry.get("failover.checks")
                        .tags("outcome", "fail", "failure", "connect_refused", "location", "a")
                        .counter()
                        .count())
                .isEqualTo(of("primary").size());
        assertThat(registry.get("failover.check.duration")
                        .tag("outcome", "pass")
                        .timer()
                        .count())
                .isEqualTo(of("secondary").size());
    }

    private List<Observation> of(String endpoint) {
        return seen.stream().filter(o -> o.endpoint().equals(endpoint)).toList();
    }
}
