package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Observation;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three canaries and the checks of one service, in virtual time. */
class CanariesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final List<Check> CHECKS =
            List.of(Specs.tcp("canary-1"), Specs.tcp("canary-2"), Specs.tcp("canary-3"));

    private final VirtualTimers timers = new VirtualTimers();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Observation> seen = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> hanging = new HashSet<>();
    private final ProbeMetrics metrics = new ProbeMetrics(registry, "a");
    private final StallWatch stalls = new StallWatch(timers);
    private final Canaries canaries = new Canaries(timers, stalls, metrics, CHECKS, this::probe);

    @BeforeEach
    void start() {
        stalls.start();
        canaries.start();
        Schedule schedule = new Schedule(
                timers,
                stalls,
                (spec, endpoint) -> probe(endpoint.check()),
                new InFlight(100, metrics),
                canaries,
                new Observations("a", "boot", (subject, event) -> seen.add((Observation) event), metrics),
                new SplittableRandom(7));
        timers.pass(Duration.ofMillis(137));
        schedule.put(Specs.of("search", Specs.EVERY_SECOND));
        timers.pass(SECOND.multipliedBy(6));
        seen.clear();
        asked.clear();
    }

    private Probe probe(Check check) {
        return scope -> {
            asked.add(check.host());
            if (hanging.contains(check.host())) {
                scope.waitsFor(Finding.fail(FailureClass.TIMEOUT, "no answer"));
                return Promise.<Finding>promise().future();
            }
            return Future.succeededFuture(
                    failing.contains(check.host())
                            ? Finding.fail(FailureClass.CONNECT_REFUSED, "refused")
                            : Finding.pass("well"));
        };
    }

    @Test
    void theyAreAskedOnceASecond() {
        timers.pass(SECOND.multipliedBy(10));

        assertThat(asked.stream().filter("canary-1"::equals)).hasSizeBetween(9, 11);
        assertThat(canaries.whyBlind()).isEmpty();
    }

    @Test
    @DisplayName("scenario 1: a location whose canaries fail says nothing of any target, good or bad")
    void aBlindLocationBlamesNobody() {
        failing.addAll(List.of("canary-1", "canary-2", "192.0.2.10"));

        timers.pass(SECOND.multipliedBy(5));

        assertThat(seen).extracting(Observation::outcome).doesNotContain(Outcome.FAIL);
        List<Observation> late = seen.stream()
                .filter(o -> o.checkedAt().isAfter(timers.now().minusSeconds(3)))
                .toList();
        assertThat(late).extracting(Observation::endpoint).contains("primary", "secondary");
        assertThat(late).allSatisfy(observation -> {
            assertThat(observation.outcome()).isEqualTo(Outcome.PROBER_ERROR);
            assertThat(observation.failure()).isEqualTo(FailureClass.BLIND);
        });
        assertThat(canaries.whyBlind().orElseThrow()).startsWith("2 of 3 canaries fail: canary-1:9200 (refused)");
        assertThat(gauge("failover.location.blind")).isEqualTo(1);
    }

    @Test
    @DisplayName("scenario 1: the very first failure after the network is lost is not told of the target")
    void aFailureIsToldOnlyAfterALaterRound() {
        failing.add("192.0.2.10");
        failing.addAll(List.of("canary-1", "canary-2", "canary-3"));

        timers.pass(SECOND.multipliedBy(2));

        assertThat(of("primary")).isNotEmpty().allMatch(o -> o.failure() == FailureClass.BLIND);
    }

    @Test
    @DisplayName("scenario 1: where the canaries hang as well, it takes their timeout and nobody is blamed")
    void aSilentNetworkIsNobodysFault() {
        hanging.addAll(List.of("canary-1", "canary-2", "canary-3", "192.0.2.10", "192.0.2.20"));

        timers.pass(SECOND.multipliedBy(6));

        assertThat(seen).isNotEmpty().extracting(Observation::outcome).doesNotContain(Outcome.FAIL);
        assertThat(canaries.whyBlind()).isPresent();
    }

    @Test
    void halfOfThemOrFewerMakeNobodyBlind() {
        failing.addAll(List.of("canary-1", "192.0.2.10"));

        timers.pass(SECOND.multipliedBy(5));

        assertThat(of("primary")).isNotEmpty().extracting(Observation::outcome).containsOnly(Outcome.FAIL);
        assertThat(of("secondary"))
                .isNotEmpty()
                .extracting(Observation::outcome)
                .containsOnly(Outcome.PASS);
        assertThat(gauge("failover.location.blind")).isZero();
        assertThat(gauge("failover.canaries.failing")).isEqualTo(1);
    }

    @Test
    void oneThatHangsDoesNotHoldUpAFailure() {
        hanging.add("canary-3");
        timers.pass(SECOND.multipliedBy(3));
        seen.clear();
        failing.add("192.0.2.10");

        timers.pass(SECOND.multipliedBy(3));

        List<Observation> failures = of("primary");
        assertThat(failures).hasSizeGreaterThanOrEqualTo(4).allMatch(o -> o.outcome() == Outcome.FAIL);
        assertThat(Duration.between(failures.get(0).checkedAt(), failures.get(2).checkedAt()))
                .isLessThan(Duration.ofMillis(800));
    }

    @Test
    void itSeesAgainOnceTheyPass() {
        failing.addAll(List.of("canary-1", "canary-2", "canary-3"));
        timers.pass(SECOND.multipliedBy(3));
        assertThat(canaries.whyBlind()).isPresent();

        failing.clear();
        timers.pass(SECOND.multipliedBy(2));
        seen.clear();
        timers.pass(SECOND.multipliedBy(2));

        assertThat(canaries.whyBlind()).isEmpty();
        assertThat(seen).isNotEmpty().extracting(Observation::outcome).containsOnly(Outcome.PASS);
        assertThat(gauge("failover.location.blind")).isZero();
    }

    @Test
    void howeverManyTargetsFailCanariesAreAskedFourTimesASecondAtMost() {
        failing.addAll(List.of("192.0.2.10", "192.0.2.20"));

        timers.pass(SECOND.multipliedBy(10));

        assertThat(asked.stream().filter("canary-1"::equals)).hasSizeLessThanOrEqualTo(41);
    }

    @Test
    @DisplayName("scenario 5: a standstill of the prober makes nobody blind")
    void aStandstillSaysNothingOfTheCanaries() {
        hanging.addAll(List.of("canary-1", "canary-2", "canary-3"));
        timers.pass(SECOND);
        timers.standStill(SECOND.multipliedBy(5));
        hanging.clear();

        timers.pass(SECOND);

        assertThat(canaries.whyBlind()).isEmpty();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private List<Observation> of(String endpoint) {
        return seen.stream().filter(o -> o.endpoint().equals(endpoint)).toList();
    }
}
