package dev.failover.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Canary;
import dev.failover.event.Check.Elasticsearch.Nodes;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.event.Check.Elasticsearch.Standby.Freshness;
import dev.failover.event.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of checks that look deeper than status and connection. */
class CheckKeysTest {

    @TempDir
    Path folder;

    @Test
    void readsWhatAClusterIsAskedBeyondItsColour() throws IOException {
        assertThat(check("""
                {kind: elasticsearch, url: "https://es-a.internal:9200", clusterUuid: Dm8ZXVbUTLm, indices: [orders, logs-*],
                 indicators: master_is_stable, nodes: {min: 3, minData: 2, maxDiskPercent: 85},
                 canary: {index: canary, search: false},
                 standby: {freshness: ccr, indices: orders, writes: false}, tls: {warnDays: 0}}"""))
                .isEqualTo(new Check.Elasticsearch(
                        URI.create("https://es-a.internal:9200"),
                        null,
                        null,
                        null,
                        new Check.Tls(null, null, 0),
                        List.of("orders", "logs-*"),
                        "Dm8ZXVbUTLm",
                        List.of("master_is_stable"),
                        new Nodes(3, 2, 85),
                        new Canary("canary", true, false),
                        new Standby(Freshness.CCR, List.of("orders"), false)));
    }

    @Test
    void readsWhatAPageIsAskedBeyondItsStatus() throws IOException {
        assertThat(check("""
                {kind: http, url: "http://a.internal/health", expectJson: {/status: ok, /shards/0: 3},
                 expectHeaders: {cache-control: "*"}, identity: {x-site: a}, followRedirects: 2, keepAlive: 30s}"""))
                .isEqualTo(new Check.Http(
                        URI.create("http://a.internal/health"),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of("/status", "ok", "/shards/0", "3"),
                        Map.of("cache-control", "*"),
                        Map.of("x-site", "a"),
                        2,
                        Duration.ofSeconds(30)));
    }

    @Test
    void readsBothWaysToAHaproxy() throws IOException {
        assertThat(check("{kind: haproxy, url: 'http://lb:8404/stats', backend: search, minUp: 2}"))
                .isEqualTo(new Check.Haproxy(URI.create("http://lb:8404/stats"), "lb", 8404, "search", 2, null, null));
        assertThat(check("{kind: haproxy, host: lb, port: 9999, backend: search}"))
                .isEqualTo(new Check.Haproxy(null, "lb", 9999, "search", 1, null, null));
    }

    @Test
    @DisplayName("scenario 58: reads what tells how much an endpoint is used")
    void readsWhatTellsTraffic() throws IOException {
        assertThat(check("{kind: http, url: 'http://a', measures: {sessions: /connections/active}}")
                        .measured())
                .containsExactly("sessions");
        assertThat(check("{kind: elasticsearch, url: 'http://a:9200', traffic: true}")
                        .measured())
                .containsExactly("httpConnections", "queriesPerSecond");
        assertThat(check("{kind: haproxy, host: lb, port: 9999, backend: search, frontend: www}")
                        .measured())
                .containsExactly(
                        "clientConnections", "requestsPerSecond", "serversUp", "sessions", "sessionsPerSecond");
        assertThat(problems("{kind: http, url: 'http://a', measures: {sessions: active}}"))
                .contains("check.measures must have JSON pointers such as /status, was 'active'");
        assertThat(problems("{kind: http, url: 'http://a', measures: {'open-sessions': /active}}"))
                .contains("check.measures must have names of letters and digits, was 'open-sessions'");
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', traffic: much}"))
                .contains("check.traffic must be true or false, was 'much'");
    }

    @Test
    void namesEachWrongKeyWithItsRule() throws IOException {
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', nodes: {min: 0}}"))
                .contains("check.nodes.min must be 1..10000, was '0'");
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', indices: ['../x']}"))
                .contains("check.indices must be a name in lower case, was '../x'");
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', canary: {search: true}}"))
                .contains("check.canary.index is required");
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', standby: {freshness: ccr}}"))
                .contains("check.standby.indices is required");
        assertThat(problems("{kind: elasticsearch, url: 'http://a:9200', canary: {index: c},"
                        + " standby: {freshness: canary, indices: c}}"))
                .contains("check.standby.indices must not be what the check writes itself");
        assertThat(problems("{kind: http, url: 'http://a', expectJson: [status]}"))
                .contains("check.expectJson must be a mapping of texts, was a list");
        assertThat(problems("{kind: http, url: 'http://a', expectJson: {status: ok}}"))
                .contains("check.expectJson must have JSON pointers such as /status, was 'status'");
        assertThat(problems("{kind: http, url: 'http://a', followRedirects: 11}"))
                .contains("check.followRedirects must be 0..10, was '11'");
        assertThat(problems("{kind: http, url: 'http://a', keepAlive: 2h}"))
                .contains("check.keepAlive must be at most 1h, was '");
        assertThat(problems("{kind: haproxy, backend: search, host: lb}")).contains("check.port is required");
        assertThat(problems("{kind: haproxy, backend: search, url: 'http://lb/', port: 1}"))
                .contains("check.port is for the Runtime API, and url is given");
        assertThat(problems("{kind: http, url: 'https://a', tls: {warnDays: 400}}"))
                .contains("check.tls.warnDays must be 0..365, was '400'");
    }

    private Check check(String check) throws IOException {
        ServicesFile.Result result = read(check);
        assertThat(result.problems()).isEmpty();
        Endpoint primary = result.services().get(0).endpoints().get(0);
        return primary.check();
    }

    private String problems(String check) throws IOException {
        ServicesFile.Result result = read(check);
        assertThat(result.isUsable()).as(check).isFalse();
        return String.join(
                "\n", result.problems().stream().map(Problem::toString).toList());
    }

    private ServicesFile.Result read(String check) throws IOException {
        return ServicesFile.read(Files.writeString(
                folder.resolve("services.yaml"), """
                services:
                  - name: search
                    record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                    endpoints:
                      - name: primary
                        target: 10.0.1.10
                        check: %s
                      - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 443}}
                """.formatted(check.replace("\n", "\n              "))));
    }
}
