package dev.failover.dns.rfc2136;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.Decisions;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The actuator under the grants of docs/rfc2136.md, to the letter: whatever it does is allowed, and nothing else is. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LeastPrivilegeIT {

    private static final Path DOCUMENT = Path.of("..", "docs", "rfc2136.md");

    private final Planner planner = new Planner("ops");

    @Test
    void bindAllowsExactlyTheRecordAndItsFence() throws IOException {
        try (NameServerProcess server = NameServerProcess.bind(grants())) {
            assertLeast(server);
        }
    }

    @Test
    void knotAllowsExactlyTheRecordAndItsFence() throws IOException {
        try (NameServerProcess server = NameServerProcess.knot(acl())) {
            assertLeast(server);
        }
    }

    private static String grants() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("    grant failover "))
                .collect(Collectors.joining("\n"));
    }

    private static String acl() throws IOException {
        Matcher acl = Pattern.compile("\nacl:\n(  - id: failover\n.*?)\nzone:", Pattern.DOTALL)
                .matcher(Files.readString(DOCUMENT));
        assertThat(acl.find()).isTrue();
        return acl.group(1);
    }

    private void assertLeast(NameServerProcess server) {
        try (Rfc2136Provider provider =
                new Rfc2136Provider(new Rfc2136Settings(server.address(), NameServerProcess.KEY))) {
            DnsRecord record = record("es.example.com", RecordType.A);
            provider.apply(List.of(plan(provider, claim().record(record).build())));
            provider.apply(List.of(plan(provider, failover().record(record).build())));
            provider.rewrite(record, provider.find(record).fence().orElseThrow());
            assertThat(provider.nameServers(record)).containsExactlyInAnyOrder("ns1.example.com", "ns2.example.net");

            assertDenied(provider, claim().record(record("www.example.com", RecordType.A)));
            assertDenied(provider, claim().record(record("a.es.example.com", RecordType.A)));
            assertDenied(
                    provider,
                    claim().record(record("es.example.com", RecordType.AAAA))
                            .of("search")
                            .id("search-9", 9)
                            .with(Target.of("2001:db8::1"), Target.of("2001:db8::2")));
        }
    }

    private void assertDenied(Rfc2136Provider provider, Decisions decision) {
        Decision claim = decision.build();
        Plan plan = planOfNothing(claim, provider);

        assertThatThrownBy(() -> provider.apply(List.of(plan)))
                .isInstanceOfSatisfying(
                        DnsProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining("docs/rfc2136.md");
        assertThat(provider.find(claim.record()).record()).isEmpty();
    }

    /** As if its fence were the record's own, whatever the zone has there. */
    private Plan planOfNothing(Decision claim, Rfc2136Provider provider) {
        Plan fresh = ((Planned.Change) planner.plan(claim, Found.nothing())).plan();
        return new Plan(
                claim,
                fresh.endpoint(),
                fresh.before(),
                fresh.after(),
                provider.find(claim.record()).fence(),
                fresh.fenceAfter());
    }

    private Plan plan(Rfc2136Provider provider, Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private static DnsRecord record(String name, RecordType type) {
        return new DnsRecord(
                NameServerProcess.ZONE,
                name,
                type,
                Duration.ofSeconds(30),
                DnsRecord.Provider.RFC_2136,
                Routing.SIMPLE);
    }
}
