package dev.failover.dns;

import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static dev.failover.dns.Decisions.claim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("scenario 60: a record that others changed")
class DriftTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TTL = Duration.ofSeconds(30);
    private static final Target STRANGER = Target.of("198.51.100.7");

    private final Actuator actuator = new Actuator();
    private final FakeProvider provider = actuator.provider;
    private boolean writer = true;
    private List<ServiceSpec> services = List.of();
    private final Drift drift = drift(MINUTE, false);

    private Drift drift(Duration interval, boolean dryRun) {
        return new Drift(
                provider,
                () -> services,
                () -> writer,
                actuator.changes,
                actuator.confirmations,
                new Drift.Options("ops", interval, dryRun),
                actuator.time);
    }

    @BeforeEach
    void moved() {
        policy(Policy.Drift.HOLD);
        provider.record = new RecordSnapshot(PRIMARY, TTL);
        provider.fence = new FenceSnapshot(
                "v=failover1 owner=ops service=search epoch=2 decision=search-2 target=primary", Duration.ofMinutes(1));
    }

    @AfterEach
    void nothingWasFatal() {
        assertThat(actuator.fatal).isEmpty();
        actuator.pool.shutdownNow();
    }

    @Test
    void nothingIsToldOfARecordAsItShouldBe() {
        look();

        assertThat(actuator.published()).isEmpty();
        assertThat(drift.drifted()).isZero();
    }

    @Test
    void whatIsHeldIsToldOnceAndAgainWhenItIsSomethingElse() {
        edit(STRANGER);
        look();
        look();
        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED);
        assertThat(actuator.last().decisionId()).isEqualTo("search-2");
        assertThat(actuator.last().before()).containsExactly("192.0.2.10");
        assertThat(actuator.last().after()).containsExactly("198.51.100.7");
        assertThat(actuator.last().reason())
                .startsWith("HUMAN_EDIT: es.example.com holds [198.51.100.7]")
                .endsWith("search-2 (epoch 2) gave it to primary, 192.0.2.10; it is left as it is");
        assertThat(drift.drifted()).isEqualTo(1);

        edit(SECONDARY);
        look();
        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED, Status.DRIFTED);
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");

        edit(PRIMARY);
        look();
        assertThat(drift.drifted()).isZero();
        edit(SECONDARY);
        look();
        assertThat(actuator.statuses()).hasSize(3);
        assertThat(provider.calls).doesNotContain("apply");
    }

    @Test
    void aMoveBetweenTwoReadingsIsNoDrift() {
        edit(SECONDARY);
        provider.duringCall = () -> {
            if (provider.calls.size() == 2) {
                edit(PRIMARY);
            }
        };

        look();

        assertThat(provider.calls).containsExactly("find", "find");
        assertThat(actuator.published()).isEmpty();
    }

    @Test
    void whatIsAdoptedIsToldUntilItIsDone() {
        policy(Policy.Drift.ADOPT);
        edit(SECONDARY);
        look();
        look();
        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED, Status.DRIFTED);
        assertThat(actuator.last().reason())
                .startsWith("DRIFT: es.example.com has secondary")
                .endsWith("it is adopted");

        edit(STRANGER);
        look();
        look();
        assertThat(actuator.statuses()).as("nobody's value cannot be adopted").hasSize(3);
        assertThat(provider.calls).doesNotContain("apply");
    }

    @Test
    void whatIsReassertedIsPutBackWithItsFenceAndConfirmed() {
        policy(Policy.Drift.REASSERT);
        edit(STRANGER);
        @Nullable FenceSnapshot fence = provider.fence;

        look();

        assertThat(provider.record).isEqualTo(new RecordSnapshot(PRIMARY, TTL));
        assertThat(provider.fence).isEqualTo(fence);
        actuator.time.pass(Duration.ofMinutes(1));
        assertThat(actuator.statuses())
                .containsExactly(Status.DRIFTED, Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
    }

    @Test
    void twoWhoDisagreeDoNotFight() {
        policy(Policy.Drift.REASSERT);
        for (int i = 0; i < 6; i++) {
            edit(STRANGER);
            look();
            actuator.time.pass(Duration.ofSeconds(30));
        }

        assertThat(provider.applied()).isEqualTo(Drift.MOST_REASSERTIONS);
        assertThat(provider.record).isEqualTo(new RecordSnapshot(STRANGER, TTL));
        assertThat(actuator.statuses()).filteredOn(Status.DRIFTED::equals).hasSize(Drift.MOST_REASSERTIONS + 1);
        assertThat(actuator.last().reason()).endsWith("it is left as it is");
    }

    @Test
    void whatCannotBePutBackIsHeldAndTold() {
        policy(Policy.Drift.REASSERT);
        provider.record = null;
        look();

        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED);
        assertThat(actuator.last().reason())
                .startsWith("DRIFT: es.example.com was deleted")
                .endsWith("left as it is");
        assertThat(provider.calls).doesNotContain("apply");
    }

    @Test
    void somebodyWhoWasQuickerIsNotOverwritten() {
        policy(Policy.Drift.REASSERT);
        edit(STRANGER);
        provider.applyFails.add(Kind.CONFLICT);
        look();

        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED);
        assertThat(provider.applied()).isZero();
    }

    @Test
    void aDryRunTellsAndChangesNothing() {
        policy(Policy.Drift.REASSERT);
        edit(STRANGER);
        drift(MINUTE, true).tick();

        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED);
        assertThat(provider.calls).doesNotContain("apply");
    }

    @Test
    void whatWasMovedByHandIsConfirmedAndToldUntilAClaimHasFencedIt() {
        edit(SECONDARY);
        provider.fence = new FenceSnapshot(
                "v=failover1 owner=ops service=search epoch=3 decision=manual-dns-1-ana target=secondary",
                Duration.ofMinutes(1));
        look();
        actuator.time.pass(MINUTE);
        look();
        actuator.time.pass(MINUTE);
        assertThat(actuator.statuses()).containsExactly(Status.VERIFIED, Status.VERIFIED);
        assertThat(actuator.last().decisionId()).isEqualTo("manual-dns-1-ana");
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");
        assertThat(actuator.last().epoch()).isEqualTo(3);

        actuator.take(claim().id("search-4", 4).build());
        actuator.time.pass(MINUTE);
        int told = actuator.published().size();
        look();
        actuator.time.pass(MINUTE);
        assertThat(actuator.published()).as("claimed: nothing more to tell").hasSize(told);
        assertThat(drift.drifted()).isZero();
    }

    @Test
    void aMoveByHandThatNobodyClaimsIsToldAFewTimesOnly() {
        edit(SECONDARY);
        provider.fence = new FenceSnapshot(
                "v=failover1 owner=ops service=search epoch=3 decision=manual-dns-1-ana target=secondary",
                Duration.ofMinutes(1));
        for (int i = 0; i < Drift.MOST_TOLD + 2; i++) {
            look();
            actuator.time.pass(MINUTE);
        }

        assertThat(actuator.statuses()).hasSize(Drift.MOST_TOLD).containsOnly(Status.VERIFIED);
    }

    @Test
    void aDryRunTellsOnceOfAMoveByHandThatNobodyWillClaim() {
        edit(SECONDARY);
        provider.fence = new FenceSnapshot(
                "v=failover1 owner=ops service=search epoch=3 decision=manual-dns-1-ana target=secondary",
                Duration.ofMinutes(1));
        Drift dry = drift(MINUTE, true);
        dry.tick();
        actuator.time.pass(MINUTE);
        dry.tick();
        actuator.time.pass(MINUTE);

        assertThat(actuator.statuses()).containsExactly(Status.VERIFIED);
    }

    @Test
    void whoStandsByOrIsTurnedOffLooksAtNothing() {
        edit(STRANGER);
        writer = false;
        look();
        writer = true;
        drift(Duration.ZERO, false).tick();

        assertThat(provider.calls).isEmpty();
    }

    @Test
    void aProviderThatDoesNotAnswerIsAskedAgainAtTheNextInterval() {
        edit(STRANGER);
        provider.findFails.add(Kind.UNCERTAIN);
        look();
        assertThat(actuator.published()).isEmpty();
        look();
        assertThat(actuator.statuses()).containsExactly(Status.DRIFTED);
    }

    private void policy(Policy.Drift drifting) {
        services = List.of(Specs.spec("search", Routing.SIMPLE, drifting));
    }

    private void edit(Target target) {
        provider.record = new RecordSnapshot(target, TTL);
    }

    private void look() {
        actuator.time.skip(MINUTE.toMillis());
        drift.tick();
    }
}
