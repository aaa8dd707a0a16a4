package dev.failover.dns;

import static dev.failover.dns.Decisions.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PermissionsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualTime time = new VirtualTime();
    private final FakeProvider provider = new FakeProvider();
    private boolean writer = true;
    private final Set<DnsRecord.Provider> away = EnumSet.noneOf(DnsRecord.Provider.class);
    private List<DnsRecord> services = List.of(Decisions.record("es.example.com", RecordType.A));
    private final Permissions permissions = permissions(HOUR);

    private Permissions permissions(Duration interval) {
        return new Permissions(
                provider, () -> services, () -> writer, away::contains, new Permissions.Options("ops", interval), time);
    }

    @BeforeEach
    void ours() {
        provider.record = new RecordSnapshot(PRIMARY, Duration.ofSeconds(30));
        provider.fence = fence("ops");
    }

    @Test
    @DisplayName("scenario 55: tests at the start and each hour, once a zone")
    void testsAtTheStartAndEachInterval() {
        services = List.of(
                Decisions.record("es.example.com", RecordType.A), Decisions.record("mail.example.com", RecordType.A));
        permissions.tick();
        permissions.tick();
        assertThat(provider.calls).containsExactly("find", "rewrite");

        time.skip(HOUR.toMillis());
        permissions.tick();
        assertThat(provider.calls).containsExactly("find", "rewrite", "find", "rewrite");
        assertThat(permissions.problem()).isEmpty();
    }

    @Test
    @DisplayName("scenario 55: a permission that is gone is named, and its return is seen within a minute")
    void namesWhatIsDeniedAndRecovers() {
        provider.applyFails.addAll(List.of(Kind.DENIED, Kind.DENIED));
        permissions.tick();
        assertThat(permissions.problem()).contains("zone " + Decisions.ZONE + ": the fake says DENIED");
        assertThat(permissions.denied()).isEqualTo(1);

        time.skip(59_000);
        permissions.tick();
        assertThat(provider.calls).hasSize(2);
        time.skip(1_000);
        permissions.tick();
        assertThat(permissions.problem()).isPresent();
        time.skip(60_000);
        permissions.tick();
        assertThat(permissions.problem()).isEmpty();
        assertThat(permissions.denied()).isZero();
    }

    @Test
    void aProviderThatIsBusyOrAwayIsNoDenial() {
        provider.applyFails.addAll(List.of(Kind.DENIED, Kind.UNCERTAIN, Kind.CONFLICT));
        permissions.tick();
        time.skip(60_000);
        permissions.tick();
        assertThat(permissions.problem()).as("nothing was learnt").isPresent();
        time.skip(60_000);
        permissions.tick();
        assertThat(permissions.problem())
                .as("a conflict comes after the permission")
                .isEmpty();
    }

    @Test
    void aDeniedReadIsADenialToo() {
        provider.findFails.add(Kind.DENIED);
        permissions.tick();
        assertThat(permissions.problem()).isPresent();
    }

    @Test
    void touchesNoFenceThatIsNotOurs() {
        provider.fence = fence("theirs");
        permissions.tick();
        provider.fence = new FenceSnapshot("hello", Duration.ofSeconds(60));
        time.skip(HOUR.toMillis());
        permissions.tick();
        provider.fence = null;
        time.skip(HOUR.toMillis());
        permissions.tick();

        assertThat(provider.calls).containsExactly("find", "find", "find");
    }

    @Test
    void whoStandsByTestsNothingAndWhoTakesOverTestsAtOnce() {
        provider.applyFails.add(Kind.DENIED);
        permissions.tick();
        writer = false;
        permissions.tick();
        assertThat(permissions.problem()).isEmpty();

        writer = true;
        permissions.tick();
        assertThat(provider.calls).containsExactly("find", "rewrite", "find", "rewrite");
    }

    @Test
    void aZoneWithoutServicesIsForgotten() {
        provider.applyFails.add(Kind.DENIED);
        permissions.tick();
        services = List.of();
        time.skip(60_000);
        permissions.tick();

        assertThat(permissions.problem()).isEmpty();
    }

    @Test
    @DisplayName("scenario 51: while nothing is answered it only reads, as a trial")
    void triesWhileTheCircuitIsOpen() {
        away.add(DnsRecord.Provider.ROUTE_53);
        provider.findFails.add(Kind.UNCERTAIN);
        permissions.tick();
        permissions.tick();

        assertThat(provider.calls).containsExactly("find", "find");
    }

    @Test
    @DisplayName("scenario 51: while one provider is away another's zones are tested, and its own a minute later")
    void testsWhatIsNotAway() {
        DnsRecord own = new DnsRecord(
                "example.net",
                "es.example.net",
                RecordType.A,
                Duration.ofSeconds(30),
                DnsRecord.Provider.RFC_2136,
                DnsRecord.Routing.SIMPLE);
        services = List.of(own, Decisions.record("es.example.com", RecordType.A));
        away.add(DnsRecord.Provider.RFC_2136);
        permissions.tick();
        permissions.tick();
        assertThat(provider.calls).containsExactly("find", "find", "rewrite", "find");

        away.clear();
        time.skip(60_000);
        permissions.tick();
        assertThat(provider.calls)
                .containsExactly("find", "find", "rewrite", "find", "find", "rewrite", "find", "rewrite");
    }

    @Test
    void anIntervalOfZeroTestsNothing() {
        permissions(Duration.ZERO).tick();

        assertThat(provider.calls).isEmpty();
    }

    private static FenceSnapshot fence(String owner) {
        return new FenceSnapshot(
                "v=failover1 owner=" + owner + " service=search epoch=1 decision=search-1 target=primary",
                Duration.ofSeconds(60));
    }
}
