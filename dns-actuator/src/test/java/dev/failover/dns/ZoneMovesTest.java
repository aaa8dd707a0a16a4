package dev.failover.dns;

import static dev.failover.dns.Decisions.SECONDARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many services of one zone at once. */
class ZoneMovesTest {

    private static final RecordSnapshot MOVED = new RecordSnapshot(SECONDARY, Duration.ofSeconds(30));

    private final FakeZone zone = new FakeZone();
    private final Actuator actuator = new Actuator(zone);

    @AfterEach
    void nothingWasFatal() {
        assertThat(actuator.fatal).isEmpty();
        actuator.pool.shutdownNow();
    }

    @Test
    @DisplayName("scenario 28: 500 services that fail together are moved in two changes, and asked for twice")
    void movesManyInFewCalls() {
        claimed(500);

        actuator.takeAll(failovers(500));
        actuator.time.pass(Duration.ofSeconds(2));

        assertThat(zone.reads).containsExactly(500);
        assertThat(zone.batches).containsExactly(250, 250);
        assertThat(zone.polls).as("one poll a change, not one a service").containsExactly("C3", "C4");
        assertThat(published(Status.VERIFIED)).hasSize(500).allSatisfy(change -> {
            assertThat(change.endpoint()).isEqualTo("secondary");
            assertThat(change.timings().firstFailureAt()).isNotNull();
            assertThat(change.timings().acceptedAt()).isNotNull();
            assertThat(change.timings().insyncAt())
                    .isAfterOrEqualTo(change.timings().acceptedAt());
            assertThat(change.timings().verifiedAt())
                    .isAfterOrEqualTo(change.timings().insyncAt());
        });
        assertThat(actuator.metrics
                        .get("failover.recovery")
                        .tag("step", "insync")
                        .timer()
                        .count())
                .isEqualTo(500);
    }

    @Test
    @DisplayName("scenario 28: 500 decisions that trickle in, 30 every 20 ms, are moved in at most five changes")
    void gathersAWave() {
        claimed(500);
        List<Decision> wave = failovers(500);

        for (int from = 0; from < 500; from += 30) {
            actuator.poll(wave.subList(from, Math.min(from + 30, 500)));
            actuator.time.pass(Duration.ofMillis(20));
        }
        actuator.time.pass(Gathering.TIME);
        actuator.poll();
        actuator.time.pass(Duration.ofSeconds(2));

        assertThat(zone.batches).hasSizeBetween(2, 5);
        assertThat(published(Status.VERIFIED)).hasSize(500);
    }

    @Test
    void aHandfulWaitsForNothing() {
        claimed(Gathering.HANDFUL);

        actuator.poll(failovers(Gathering.HANDFUL));

        assertThat(zone.batches).containsExactly(Gathering.HANDFUL);
    }

    @Test
    void commitsAWaveOnlyOnceItWasCarriedOut() {
        claimed(6);
        long before = actuator.committed();

        actuator.poll(failovers(6));
        actuator.time.skip(Gathering.TIME.toMillis() - 1);
        actuator.poll();
        assertThat(zone.batches).isEmpty();
        assertThat(actuator.committed()).isEqualTo(before);

        actuator.time.skip(1);
        actuator.poll();
        assertThat(zone.batches).containsExactly(6);
        assertThat(actuator.committed()).isEqualTo(before + 6);
    }

    @Test
    @DisplayName("scenario 37: a wave that another actuator takes over is left to it, uncommitted")
    void leavesAWaveToWhoeverTakesOver() {
        claimed(6);
        long before = actuator.committed();
        actuator.poll(failovers(6));

        actuator.revoke();
        actuator.time.skip(Gathering.TIME.toMillis());
        actuator.poll();

        assertThat(zone.batches).isEmpty();
        assertThat(actuator.committed()).isEqualTo(before);
    }

    @Test
    @DisplayName("scenario 48: an edited record among 200 is refused, and the others move in one more call")
    void isolatesWhatSomebodyEdited() {
        claimed(200);
        zone.beforeApply = once(
                () -> zone.records.put(name(77), new RecordSnapshot(Target.of("198.51.100.7"), Duration.ofMinutes(5))));

        actuator.takeAll(failovers(200));

        assertThat(zone.batches).containsExactly(200, 199);
        assertThat(published(Status.ACCEPTED)).hasSize(199);
        assertThat(published(Status.REFUSED)).singleElement().satisfies(refused -> {
            assertThat(refused.service()).isEqualTo("s77");
            assertThat(refused.reason()).startsWith("HUMAN_EDIT");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 77, 100, 199})
    @DisplayName("scenario 48: a change that is refused for no reason that can be read is found by halving")
    void findsTheBadOneByHalving(int bad) {
        claimed(200);
        zone.odd.add(name(bad));

        actuator.takeAll(failovers(200));

        assertThat(published(Status.ACCEPTED)).hasSize(199);
        assertThat(published(Status.FAILED)).singleElement().satisfies(failed -> {
            assertThat(failed.service()).isEqualTo("s" + bad);
            assertThat(failed.reason()).isEqualTo("the fake says CONFLICT");
        });
        assertThat(zone.batches)
                .as("two a halving, and one more look at the bad one")
                .hasSizeLessThanOrEqualTo(18);
        assertThat(zone.reads).as("read again once, and the bad one alone").hasSize(3);
        assertThat(zone.records.values()).filteredOn(MOVED::equals).hasSize(199);
    }

    @Test
    @DisplayName("scenarios 48, 55: a name that may not be changed is found by halving, and refused")
    void findsTheForbiddenOneByHalving() {
        claimed(200);
        zone.forbidden.add(name(3));

        actuator.takeAll(failovers(200));

        assertThat(published(Status.REFUSED))
                .singleElement()
                .satisfies(refused -> assertThat(refused.service()).isEqualTo("s3"));
        assertThat(published(Status.ACCEPTED)).hasSize(199);
    }

    @Test
    @DisplayName("scenario 55: where nothing may be changed this is found after a dozen calls, and all are refused")
    void stopsHalvingWhereNothingIsAllowed() {
        claimed(200);
        IntStream.range(0, 200).forEach(i -> zone.forbidden.add(name(i)));

        actuator.takeAll(failovers(200));

        assertThat(published(Status.REFUSED)).hasSize(200);
        assertThat(zone.batches).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    @DisplayName("scenario 49: a batch whose answer is lost is settled by the fences")
    void settlesALostAnswerByTheFences() {
        claimed(200);
        zone.losesNextAnswer = true;

        actuator.takeAll(failovers(200));
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(zone.batches).containsExactly(200);
        assertThat(published(Status.VERIFIED))
                .hasSize(200)
                .allSatisfy(change -> assertThat(change.timings().acceptedAt())
                        .as("as far as is known")
                        .isNotNull());
    }

    @Test
    @DisplayName("scenario 49: a batch that was not carried out is sent again whole")
    void sendsAgainWhatWasNotDone() {
        claimed(200);
        zone.applyFails.add(Kind.UNCERTAIN);

        actuator.takeAll(failovers(200));

        assertThat(zone.batches).containsExactly(200, 200);
        assertThat(published(Status.ACCEPTED)).hasSize(200);
    }

    @Test
    @DisplayName("scenarios 44, 45: a batch that is refused as too much is waited for, and sent again whole")
    void waitsOutThrottling() {
        claimed(200);
        zone.applyFails.addAll(List.of(Kind.BUSY, Kind.BUSY));

        actuator.takeAll(failovers(200));

        assertThat(zone.batches).containsExactly(200, 200, 200);
        assertThat(published(Status.ACCEPTED)).hasSize(200);
    }

    @Test
    void zonesAreChangedApartFromEachOther() {
        DnsRecord elsewhere = new DnsRecord("Z0OTHER", name(1), RecordType.A, Duration.ofSeconds(30));
        actuator.takeAll(
                List.of(claim(0), Decisions.claim().of("s1").record(elsewhere).build()));

        assertThat(zone.batches).containsExactly(1, 1);
    }

    /** Claimed and confirmed; what was called and published for that is forgotten. */
    private void claimed(int services) {
        actuator.takeAll(
                IntStream.range(0, services).mapToObj(ZoneMovesTest::claim).toList());
        actuator.time.pass(Duration.ofSeconds(2));
        assertThat(published(Status.VERIFIED)).hasSize(services);
        actuator.producer.clear();
        zone.reads.clear();
        zone.batches.clear();
        zone.polls.clear();
    }

    private static Decision claim(int i) {
        return Decisions.claim().of("s" + i).record(record(i)).build();
    }

    private List<Decision> failovers(int services) {
        return IntStream.range(0, services)
                .mapToObj(i -> Decisions.failover()
                        .of("s" + i)
                        .record(record(i))
                        .decidedAt(actuator.time.instant())
                        .build())
                .toList();
    }

    private static DnsRecord record(int i) {
        return Decisions.record(name(i), RecordType.A);
    }

    private static String name(int i) {
        return "s" + i + ".example.com";
    }

    private List<DnsChange> published(Status status) {
        return actuator.published().stream()
                .filter(change -> change.status() == status)
                .toList();
    }

    private static Runnable once(Runnable work) {
        boolean[] done = {false};

        return () -> {
            if (!done[0]) {
                done[0] = true;
                work.run();
            }
        };
    }
}
