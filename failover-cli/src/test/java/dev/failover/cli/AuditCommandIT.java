package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.failover.awslocal.AwsLocal;
import dev.failover.elasticsearchlocal.LocalElasticsearch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code failover audit} as a user runs it, against one node of Elasticsearch 7.10.2 behind both endpoints. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AuditCommandIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static LocalElasticsearch cluster;
    private static AwsLocal aws;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        cluster = LocalElasticsearch.start(folder, "search", 1);
        aws = AwsLocal.start(dev.failover.awslocal.Settings.onFreePorts());
        ask("PUT", "/orders", "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}");
        ask("PUT", "/canary", "{\"settings\":{\"number_of_shards\":1,\"number_of_replicas\":0}}");
        ask("PUT", "/canary/_settings", "{\"index.blocks.write\":true}");
    }

    @AfterAll
    static void stop() {
        cluster.close();
        aws.close();
    }

    @BeforeEach
    void writeTheFile() throws IOException {
        Files.writeString(folder.resolve("services.yaml"), """
                services:
                  - name: search
                    record: {zone: Z1, name: es.example.com, type: A, ttl: 30s}
                    endpoints:
                      - name: primary
                        target: 10.0.1.10
                        check: {kind: elasticsearch, url: "%s", clusterName: search, canary: {index: canary}}
                      - name: secondary
                        target: 10.0.2.10
                        check:
                          kind: elasticsearch
                          url: "%s"
                          standby: {freshness: canary, indices: canary}
                      - {name: third, target: 10.0.3.10, check: {kind: elasticsearch, url: "http://127.0.0.1:%d"}}
                  - name: shop
                    record: {zone: Z1, name: shop.example.com, type: A, ttl: 30s}
                    endpoints:
                      - {name: primary, target: 10.0.1.10, check: {kind: tcp, host: a.internal, port: 1}}
                      - {name: secondary, target: 10.0.2.10, check: {kind: tcp, host: b.internal, port: 1}}
                """.formatted(cluster.url(0), cluster.url(0), closedPort()));
    }

    @Test
    void findsWhatIsWrongWithAClusterOfOneNode() throws Exception {
        assertThat(audit("search", "--json")).isEqualTo(1);

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(levels(report, "primary"))
                .contains(
                        "masters BAD",
                        "zones BAD",
                        "data-zones WARN",
                        "awareness WARN",
                        "coordinating WARN",
                        "versions OK",
                        "replicas BAD",
                        "watermarks BAD",
                        "security BAD",
                        "tls WARN",
                        "identity OK",
                        "check OK",
                        "writes BAD");
        assertThat(levels(report, "secondary")).contains("check OK", "identity WARN", "freshness BAD");
        assertThat(levels(report, "third")).containsExactly("answer BAD");
        assertThat(levels(report, "endpoints")).containsExactly("uuid BAD", "compatibility OK");
        assertThat(levels(report, "dns")).containsExactly("record-ttl OK", "live-ttl WARN");
        assertThat(sentence(report, "replicas")).endsWith("canary, orders");
        assertThat(sentence(report, "writes")).isEqualTo("1 indices are read-only: canary");
    }

    @Test
    void writesNothing() throws Exception {
        String before = ask("GET", "/_cat/indices?h=index,docs.count&s=index", "");

        audit("search");

        assertThat(ask("GET", "/_cat/indices?h=index,docs.count&s=index", "")).isEqualTo(before);
        assertThat(out.toString())
                .contains("primary\n  OK    check ")
                .contains("→ have three, each in a zone of its own")
                .containsPattern("search: \\d+ BAD, \\d+ WARN, \\d+ OK\n$");
    }

    @Test
    @DisplayName("what was given and cannot be used ends with 2")
    void refusesBadInput() {
        assertThat(audit("serach")).isEqualTo(2);
        assertThat(err.toString()).contains("has no service serach");
        assertThat(audit("search", "--active", "fourth")).isEqualTo(2);
        assertThat(audit("search", "--timeout", "soon")).isEqualTo(2);
        assertThat(audit("shop")).isEqualTo(2);
        assertThat(err.toString()).contains("shop has no endpoint that is checked as elasticsearch");
        assertThat(out.toString()).isEmpty();
    }

    private int audit(String... args) {
        List<String> all = new ArrayList<>(
                List.of("audit", "-f", folder.resolve("services.yaml").toString()));
        all.addAll(List.of(
                "--dns-server",
                aws.dnsAddress().getHostString() + ":" + aws.dnsAddress().getPort()));
        // Later ones win: a test may give its own. A busy machine gets time.
        all.addAll(List.of(args));
        if (!List.of(args).contains("--timeout")) {
            all.addAll(List.of("--timeout", "30s"));
        }
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static List<String> levels(JsonNode report, String about) {
        return StreamSupport.stream(report.path("remarks").spliterator(), false)
                .filter(remark -> remark.path("about").asText().equals(about))
                .map(remark -> remark.path("topic").asText() + " "
                        + remark.path("level").asText())
                .toList();
    }

    private static String sentence(JsonNode report, String topic) {
        return StreamSupport.stream(report.path("remarks").spliterator(), false)
                .filter(remark -> remark.path("topic").asText().equals(topic))
                .map(remark -> remark.path("sentence").asText())
                .findFirst()
                .orElseThrow();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String ask(String method, String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url(0) + path))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }
}
