package dev.failover.dns;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProvider.Progress;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConfirmationsTest {

    private static final NameServers.Answer DISAGREES =
            new NameServers.Answer(List.of("ns-1"), List.of("ns-2 answers [192.0.2.99], not [192.0.2.10]"), List.of());
    private static final NameServers.Answer ONE_SILENT =
            new NameServers.Answer(List.of("ns-1"), List.of(), List.of("ns-2 does not answer: timed out"));
    private static final NameServers.Answer ALL_SILENT =
            new NameServers.Answer(List.of(), List.of(), List.of("ns-1 does not answer: timed out"));
    private static final NameServers.Answer NOBODY_ASKED = new NameServers.Answer(List.of(), List.of(), List.of());

    private final Actuator actuator = new Actuator();
    private final FakeProvider provider = actuator.provider;

    @AfterEach
    void nothingWasFatal() {
        assertThat(actuator.fatal).isEmpty();
        actuator.pool.shutdownNow();
    }

    @Test
    @DisplayName("scenario 50: a change that is pending for long is polled ever more slowly, and no second one is made")
    void pollsAPendingChangeSlowly() {
        provider.progress = () -> Progress.PENDING;
        actuator.take(claim().build());

        actuator.time.pass(Duration.ofSeconds(16));
        assertThat(polls()).as("at 0.5, 1, 2, 4, 8 and 16 s").isEqualTo(6);
        actuator.time.pass(Duration.ofMinutes(5));
        assertThat(polls()).as("and then every 8 s").isEqualTo(6 + 37);
        actuator.take(claim().build());
        actuator.actuatorMetrics.watch(actuator.confirmations);
        assertThat(actuator.metrics.get("failover.confirmations").gauge().value())
                .isEqualTo(1);
        assertThat(actuator.metrics.get("failover.confirmations.late").gauge().value())
                .isEqualTo(1);
        assertThat(actuator.metrics
                        .get("failover.confirmations.oldest")
                        .timeGauge()
                        .value(TimeUnit.SECONDS))
                .isEqualTo(316);

        provider.progress = () -> Progress.INSYNC;
        actuator.time.pass(Duration.ofSeconds(8));

        assertThat(actuator.statuses())
                .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        assertThat(actuator.published().subList(1, 3))
                .as("late is told after one minute and after five")
                .extracting(DnsChange::reason)
                .containsExactly(
                        "not in sync 64 s after it was accepted: C1 is pending",
                        "not in sync 304 s after it was accepted: C1 is pending");
        assertThat(actuator.last().timings().acceptedAt()).isEqualTo(Decisions.NOON);
        assertThat(provider.applied()).isEqualTo(1);
        assertThat(actuator.confirmations.underWay()).isZero();
        assertThat(actuator.confirmations.oldest()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aChangeThatIsNeverInSyncFailsAtTheLimit() {
        provider.progress = () -> Progress.PENDING;
        actuator.take(claim().build());

        actuator.time.pass(Actuator.LIMIT.plusSeconds(10));

        assertThat(actuator.statuses())
                .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.ACCEPTED, Status.FAILED);
        assertThat(actuator.last().reason()).isEqualTo("not confirmed within 900 s: C1 is pending");
        assertThat(actuator.time.waiting()).isZero();
    }

    @Test
    @DisplayName("scenario 50: a name server that disagrees is waited for and named, and INSYNC is published once")
    void waitsForANameServerThatDisagrees() {
        actuator.answer = DISAGREES;
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofMinutes(5));
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC);
        assertThat(polls()).isEqualTo(1);

        actuator.time.pass(Duration.ofMinutes(11));

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.FAILED);
        assertThat(actuator.last().reason())
                .isEqualTo("not confirmed within 900 s: ns-2 answers [192.0.2.99], not [192.0.2.10]");
    }

    @Test
    void aSilentNameServerIsWaitedForAMinuteAndThenNamed() {
        actuator.answer = ONE_SILENT;
        actuator.take(claim().build());
        actuator.time.pass(Confirmations.PATIENCE);
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC);

        actuator.time.pass(Duration.ofSeconds(10));

        assertThat(actuator.last().status()).isEqualTo(Status.VERIFIED);
        assertThat(actuator.last().nameServers()).containsExactly("ns-1");
        assertThat(actuator.last().reason())
                .isEqualTo("1 name servers answer with primary; ns-2 does not answer: timed out");
    }

    @Test
    void silenceOfAllVerifiesNothing() {
        actuator.answer = ALL_SILENT;
        actuator.take(claim().build());

        actuator.time.pass(Actuator.LIMIT.plusSeconds(10));

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.FAILED);
        assertThat(actuator.last().reason()).endsWith("ns-1 does not answer: timed out");
    }

    @Test
    void whereNobodyIsAskedTheProvidersWordIsEnoughAndIsSaid() {
        actuator.answer = NOBODY_ASKED;
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        assertThat(actuator.last().reason()).isEqualTo("the zone has it; no name server was asked");
    }

    @Test
    @DisplayName("scenario 52: an accepted change that was lost is read again, and sent again since the zone lacks it")
    void sendsALostChangeAgain() {
        claimed();
        provider.progress = () -> Progress.UNKNOWN;
        actuator.answer = DISAGREES;
        RecordSnapshot recordBefore = provider.record;
        FenceSnapshot fenceBefore = provider.fence;
        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(1));
        provider.record = recordBefore;
        provider.fence = fenceBefore;
        provider.progress = () -> Progress.INSYNC;
        actuator.answer = new NameServers.Answer(List.of("ns-1"), List.of(), List.of());

        actuator.poll();
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.statuses())
                .containsExactly(Status.ACCEPTED, Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        assertThat(actuator.last().changeId()).isEqualTo("C3");
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");
        assertThat(actuator.metrics.get("failover.changes.lost").counter().count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "scenario 52: a forgotten change that the zone holds is not sent again, and its name servers are asked")
    void doesNotSendAgainWhatTheZoneHolds() {
        claimed();
        provider.progress = () -> Progress.UNKNOWN;
        actuator.answer = NOBODY_ASKED;
        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(1));
        assertThat(actuator.statuses()).as("asking nobody verifies nothing").containsExactly(Status.ACCEPTED);

        actuator.poll();
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(provider.applied()).isEqualTo(2);
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.VERIFIED);
    }

    @Test
    @DisplayName("scenario 52: a change that is lost again and again is stranded")
    void givesUpAStrandedChange() {
        provider.progress = () -> Progress.UNKNOWN;
        actuator.answer = DISAGREES;
        actuator.take(claim().build());

        for (int minute = 0; minute < 5; minute++) {
            actuator.time.pass(Confirmations.PATIENCE.plusSeconds(10));
            actuator.poll();
        }

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.FAILED);
        assertThat(actuator.last().reason()).endsWith(", and not every name server shows it: stranded");
        assertThat(actuator.confirmations.underWay()).isZero();
    }

    @Test
    @DisplayName("scenario 52: a change that the provider has forgotten and every name server shows is verified")
    void theNameServersHaveTheLastWord() {
        provider.progress = () -> Progress.UNKNOWN;
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.VERIFIED);
        assertThat(actuator.last().timings().insyncAt()).isNull();
    }

    @Test
    @DisplayName("scenario 51: with the provider away the name servers are asked, and its trouble is said at the limit")
    void confirmsWithoutTheProvider() {
        provider.progress = () -> {
            throw FakeProvider.failure(Kind.DENIED);
        };
        actuator.answer = DISAGREES;
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofSeconds(50));
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED);

        actuator.answer = new NameServers.Answer(List.of("ns-1"), List.of(), List.of());
        actuator.time.pass(Duration.ofSeconds(8));
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.VERIFIED);

        actuator.answer = NOBODY_ASKED;
        actuator.take(failover().id("search-9", 9).build());
        actuator.time.pass(Actuator.LIMIT.plusSeconds(10));
        assertThat(actuator.last().status()).isEqualTo(Status.FAILED);
        assertThat(actuator.last().reason())
                .isEqualTo("not confirmed within 900 s: the provider does not tell: the fake says DENIED");
    }

    @Test
    void aNewerDecisionOfTheServiceEndsTheFollowingOfTheOlder() {
        provider.progress = () -> Progress.PENDING;
        actuator.take(claim().build());
        actuator.take(failover().build());
        provider.progress = () -> Progress.INSYNC;

        actuator.time.pass(Actuator.LIMIT.multipliedBy(2));

        assertThat(actuator.published())
                .extracting(change -> change.decisionId() + " " + change.status())
                .containsExactly("search-1 ACCEPTED", "search-2 ACCEPTED", "search-2 INSYNC", "search-2 VERIFIED");
        assertThat(actuator.confirmations.underWay()).isZero();
    }

    @Test
    void servicesAreFollowedBesideEachOther() {
        actuator.take(claim().build());
        provider.record = null;
        provider.fence = null;
        actuator.take(claim().of("mail").build());
        assertThat(actuator.confirmations.underWay()).isEqualTo(2);

        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.published())
                .filteredOn(change -> change.status() == Status.VERIFIED)
                .extracting(DnsChange::service)
                .containsExactly("search", "mail");
    }

    @Test
    void afterTheEndNothingIsFollowedAndNothingIsFatal() {
        provider.progress = () -> Progress.PENDING;
        actuator.take(claim().build());

        actuator.confirmations.close();
        actuator.producer.sendException = new IllegalStateException("the producer is closed");
        provider.progress = () -> Progress.INSYNC;
        actuator.time.pass(Duration.ofMinutes(1));

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED);
    }

    @Test
    void aConfirmationThatCannotBePublishedIsFatal() {
        actuator.take(claim().build());
        actuator.producer.sendException = new IllegalStateException("Kafka is away");

        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.fatal).singleElement().satisfies(e -> assertThat(e).hasMessage("Kafka is away"));
        actuator.fatal.clear();
    }

    /** Claimed and confirmed; what was published of that is forgotten. */
    private void claimed() {
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofSeconds(1));
        actuator.producer.clear();
    }

    private long polls() {
        return provider.calls.stream().filter("progress"::equals).count();
    }
}
