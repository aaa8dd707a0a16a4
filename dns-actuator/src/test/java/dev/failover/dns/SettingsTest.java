package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.DnsRecord;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void needsOnlyABroker() {
        Settings settings = Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9092"));

        assertThat(settings.httpPort()).isEqualTo(8083);
        assertThat(settings.owner()).isEqualTo("failover");
        assertThat(settings.dryRun()).isFalse();
        assertThat(settings.nameServers()).isEmpty();
        assertThat(settings.confirmFirstDelay()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.confirmLimit()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.maxDecisionAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.driftInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.rates())
                .containsOnly(
                        Map.entry(DnsRecord.Provider.ROUTE_53, new Quota.Rates(2.5, 10, 2)),
                        Map.entry(DnsRecord.Provider.RFC_2136, new Quota.Rates(20, 50, 20)));
        assertThat(settings.permissionTestInterval()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> Settings.fromEnv(Map.of(
                        "HTTP_PORT", "70000",
                        "OWNER", "Not A Name",
                        "DRY_RUN", "maybe",
                        "DNS_NAME_SERVERS", "ns-1",
                        "CONFIRM_FIRST_DELAY", "0s",
                        "CONFIRM_LIMIT", "soon",
                        "MAX_DECISION_AGE", "1s",
                        "AWS_ENDPOINT_URL_ROUTE_53", "ftp://x",
                        "ROUTE53_REQUESTS_PER_SECOND", "NaN",
                        "RFC2136_REQUESTS_PER_SECOND", "0")))
                .hasMessageContainingAll(
                        "KAFKA_BOOTSTRAP_SERVERS is required",
                        "HTTP_PORT must be a whole number 1..65535, was '70000'",
                        "OWNER must be",
                        "DRY_RUN must be true or false, was 'maybe'",
                        "DNS_NAME_SERVERS must be host:port, comma separated, or none, was 'ns-1'",
                        "CONFIRM_FIRST_DELAY must be",
                        "CONFIRM_LIMIT must be",
                        "MAX_DECISION_AGE must be",
                        "AWS_ENDPOINT_URL_ROUTE_53 must be",
                        "ROUTE53_REQUESTS_PER_SECOND must be a number 0.1..1000 such as 2.5, was 'NaN'",
                        "RFC2136_REQUESTS_PER_SECOND must be a number 0.1..1000");
    }

    @Test
    @DisplayName("scenario 55: the test of permissions can be switched off")
    void readsAnIntervalOfZero() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "k:9092",
                "PERMISSION_TEST_INTERVAL", "0s",
                "ROUTE53_REQUESTS_BURST", "50",
                "ROUTE53_REQUESTS_PER_SECOND", "5"));

        assertThat(settings.permissionTestInterval()).isZero();
        assertThat(settings.rates()).containsEntry(DnsRecord.Provider.ROUTE_53, new Quota.Rates(5, 50, 2));
    }

    @Test
    void readsWhatAPrimaryMayBeAsked() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "k:9092",
                "RFC2136_SERVER", "ns1.example.net:53",
                "RFC2136_TSIG_KEY", "failover",
                "RFC2136_TSIG_SECRET_FROM", "env:SECRET",
                "SECRET", "YWN0dWF0b3IncyBrZXkgb2YgMzIgYnl0ZXMgLi4uLi4=",
                "RFC2136_REQUESTS_PER_SECOND", "5",
                "RFC2136_REQUESTS_BURST", "7"));

        assertThat(settings.rates()).containsEntry(DnsRecord.Provider.RFC_2136, new Quota.Rates(5, 7, 5));
    }

    @Test
    @DisplayName("scenario 60: the look for drift can be switched off")
    void readsTheDriftInterval() {
        assertThat(Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9092", "DRIFT_INTERVAL", "0s"))
                        .driftInterval())
                .isZero();
        assertThatThrownBy(() -> Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9092", "DRIFT_INTERVAL", "2d")))
                .hasMessageContaining("DRIFT_INTERVAL must be");
    }

    @Test
    void readsNameServers() {
        assertThat(nameServers("ns-1:53, [::1]:5353"))
                .containsExactly(
                        InetSocketAddress.createUnresolved("ns-1", 53),
                        InetSocketAddress.createUnresolved("[::1]", 5353));
        assertThat(nameServers("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns-1", ":53", " :53", "ns-1:", "ns-1:x", "ns-1:70000", "ns-1:53,", ","})
    void refusesNameServersThatAreNone(String given) {
        assertThatThrownBy(() -> nameServers(given)).hasMessageContaining("DNS_NAME_SERVERS must be");
    }

    @Test
    @DisplayName("scenario 65: settings print without their secrets")
    void hidesSecrets() {
        Settings settings = Settings.fromEnv(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "k:9092",
                "KAFKA_CLIENT_SASL_JAAS_CONFIG", "password=hunter2",
                "AWS_ACCESS_KEY_ID", "AKIAEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "hunter2",
                "AWS_SESSION_TOKEN", "hunter2"));

        assertThat(settings.toString()).contains("[hidden]").doesNotContain("hunter2", "AKIAEXAMPLE");
    }

    private static List<InetSocketAddress> nameServers(String given) {
        return Settings.fromEnv(Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9092", "DNS_NAME_SERVERS", given))
                .nameServers()
                .orElseThrow();
    }
}
