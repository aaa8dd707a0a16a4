package dev.failover.dns;

import static dev.failover.dns.Decisions.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvidersTest {

    private static final DnsRecord CLOUD = record("a.example.com", DnsRecord.Provider.ROUTE_53);
    private static final DnsRecord OWN = record("b.example.com", DnsRecord.Provider.RFC_2136);
    private static final DnsRecord STEERED = record("c.example.com", DnsRecord.Provider.STEERING);

    private final DnsProvider providers = new Providers(
            Map.of(DnsRecord.Provider.ROUTE_53, new Named("cloud"), DnsRecord.Provider.STEERING, new Named("steering")),
            Map.of(DnsRecord.Provider.RFC_2136, "RFC2136_SERVER"));

    @Test
    void asksEachRecordsOwn() {
        assertThat(providers.find(STEERED)).isEqualTo(said("steering"));
        assertThat(providers.nameServers(CLOUD)).containsExactly("cloud");
        assertThat(providers.progress(STEERED, "1")).isEqualTo(DnsProvider.Progress.UNTOLD);
        assertThat(providers.fencesInZone(CLOUD)).isTrue();
        assertThat(providers.fencesInZone(STEERED)).isFalse();
        assertThatThrownBy(() -> providers.rewrite(CLOUD, new FenceSnapshot("x", Duration.ofSeconds(1))))
                .hasMessage("cloud rewrites");
    }

    @Test
    void readsAZoneOfSeveralInTheOrderOfItsRecords() {
        assertThat(providers.findAll(List.of(CLOUD, STEERED, CLOUD)))
                .containsExactly(said("cloud"), said("steering"), said("cloud"));
    }

    @Test
    void noBatchIsOfTwo() {
        Plan cloud = plan(CLOUD);
        Plan steered = plan(STEERED);

        List<List<Plan>> batches = providers.batches(List.of(cloud, steered, cloud));

        assertThat(batches).containsExactly(List.of(cloud), List.of(cloud), List.of(steered));
        assertThat(batches.stream().map(providers::apply)).containsExactly("cloud", "cloud", "steering");
    }

    @Test
    void whatIsNotSetUpIsRefusedWithTheSettingsThatItNeeds() {
        assertThatThrownBy(() -> providers.find(OWN))
                .isInstanceOfSatisfying(
                        DnsProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessage("b.example.com is moved by RFC_2136, which is not set up here: set RFC2136_SERVER");
    }

    private static Plan plan(DnsRecord record) {
        return ((Planned.Change) new Planner("ops").plan(claim().record(record).build(), Found.nothing())).plan();
    }

    private static Found said(String name) {
        return new Found(Optional.empty(), Optional.empty(), Optional.of(name));
    }

    private static DnsRecord record(String name, DnsRecord.Provider provider) {
        return new DnsRecord("example.com", name, RecordType.A, Duration.ofSeconds(30), provider, Routing.SIMPLE);
    }

    /** Says its name. */
    private record Named(String name) implements DnsProvider {

        @Override
        public Found find(DnsRecord record) {
            return said(name);
        }

        @Override
        public String apply(List<Plan> plans) {
            return name;
        }

        @Override
        public void rewrite(DnsRecord record, FenceSnapshot fence) {
            throw new IllegalStateException(name + " rewrites");
        }

        @Override
        public Progress progress(DnsRecord record, String changeId) {
            return Progress.UNTOLD;
        }

        @Override
        public boolean fencesInZone(DnsRecord record) {
            return !name.equals("steering");
        }

        @Override
        public List<String> nameServers(DnsRecord record) {
            return List.of(name);
        }

        @Override
        public void close() {}
    }
}
