package dev.failover.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.DnsRecord.RecordType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final Check CHECK = new Check.Tcp("10.0.0.1", 9200, null);

    @Test
    @DisplayName("scenario 53: names compare without case and trailing dot")
    void normalisesNames() {
        assertThat(record("ES.Example.COM.", RecordType.A).name()).isEqualTo("es.example.com");
    }

    @Test
    void theFenceOfAWildcardIsNoWildcard() {
        assertThat(record("es.example.com", RecordType.A).fenceName()).isEqualTo("_failover.es.example.com");
        assertThat(record("*.example.com", RecordType.A).fenceName()).isEqualTo("_failover.wildcard.example.com");
    }

    @Test
    @DisplayName("scenario 33: two endpoints with one target, or the managed name as target, are refused")
    void refusesTargetsThatCannotHelp() {
        assertRefused(
                () -> spec(record("es.example.com", RecordType.A), Target.of("10.0.0.1"), Target.of("10.0.0.1")),
                "endpoints.target must be unique");
        assertRefused(
                () -> spec(
                        record("es.example.com", RecordType.CNAME), Target.of("a.net"), Target.of("ES.example.com.")),
                "must not be the managed name itself");
    }

    @Test
    void refusesValuesThatAreNotOfTheRecordsType() {
        DnsRecord a = record("es.example.com", RecordType.A);
        assertRefused(() -> spec(a, Target.of("10.0.0.1"), Target.of("10.0.0.256")), "must be IPv4");
        assertRefused(() -> spec(a, Target.of("10.0.0.1"), Target.of("2001:db8::1")), "must be IPv4");
        assertRefused(
                () -> spec(record("es.example.com", RecordType.CNAME), Target.of("a.net"), Target.of("b.net", "c.net")),
                "must be one name");
    }

    @Test
    void twoTargetsWithTheSameValuesInAnotherOrderAreTheSame() {
        assertThat(Target.of("10.0.0.2", "10.0.0.1")).isEqualTo(Target.of("10.0.0.1", "10.0.0.2", "10.0.0.2"));
    }

    @Test
    @DisplayName("scenario 39: a decision that nobody could carry out is no decision")
    void refusesDecisionsThatCannotBeCarriedOut() {
        assertRefused(() -> claim("search 4", Map.of("primary", Target.of("10.0.0.1"))), "id must be 1 to 80");
        assertRefused(() -> claim("search-4", Map.of()), "targets must not be empty");
        assertRefused(() -> claim("search-4", Map.of("a b", Target.of("10.0.0.1"))), "targets must be 1 to 63");
        assertRefused(
                () -> claim("search-4", Collections.singletonMap("primary", null)), "targets.primary is required");
        assertRefused(() -> claim("search-4", Map.of("primary", Target.of("2001:db8::1"))), "must be IPv4");
    }

    private static Decision claim(String id, Map<String, Target> targets) {
        return new Decision(
                "search",
                id,
                4,
                Decision.Kind.CLAIM,
                null,
                null,
                "first look",
                List.of(),
                false,
                false,
                record("es.example.com", RecordType.A),
                targets,
                null,
                Instant.EPOCH);
    }

    @Test
    @DisplayName("scenario 65: a password in a URL is refused and never repeated")
    void neverRepeatsAPassword() {
        assertThatThrownBy(() -> new Check.Http(
                        URI.create("https://ana:hunter2@es:9200/?key=hunter2"), List.of(), null, null, null))
                .hasMessageContaining("must not carry a password")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new Check.Auth(Check.Auth.Scheme.API_KEY, null, "hunter2"))
                .hasMessageContaining("env:NAME or file:/path")
                .hasMessageNotContaining("hunter2");
    }

    private static DnsRecord record(String name, RecordType type) {
        return new DnsRecord("Z1", name, type, Duration.ofSeconds(30));
    }

    private static ServiceSpec spec(DnsRecord record, Target first, Target second) {
        return new ServiceSpec(
                "search",
                record,
                false,
                List.of(new Endpoint("primary", first, CHECK), new Endpoint("secondary", second, CHECK)),
                Probing.DEFAULT,
                Policy.DEFAULT);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String why) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }
}
