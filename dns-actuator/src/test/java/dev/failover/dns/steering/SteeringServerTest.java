package dev.failover.dns.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SteeringServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        SteeringServer server = new SteeringServer(
                vertx, (service, endpoint) -> service.equals("es") && endpoint.equals("es-b"), metrics);
        port = server.listen(0).await(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "/steer/es/es-b, 200",
        "/steer/es/es-b?x=1, 200",
        "/steer/es/es-a, 404",
        "/steer/es/es-b/, 404",
        "/steer/es/ES-B, 404",
        "/steer/other/es-b, 404",
        "/steer/es, 404",
        "/, 404",
        "/metrics, 404",
        "/health/ready, 404"
    })
    void says200OnlyWhereTheNameShallBe(String path, int status) throws Exception {
        assertThat(send("GET", path).statusCode()).isEqualTo(status);
    }

    @Test
    void saysSoInTheSentenceThatTheChecksLookFor() throws Exception {
        HttpResponse<String> answer = send("GET", SteeringEndpoints.path("es", "es-b"));

        assertThat(answer.body()).contains(SteeringEndpoints.sentence("es", "es-b"));
        assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
        assertThat(send("GET", "/steer/es/es-a").body()).isEqualTo("no\n");
        assertThat(metrics.counter("failover.steering.asked", "answer", "here").count())
                .isEqualTo(1);
        assertThat(metrics.counter("failover.steering.asked", "answer", "elsewhere")
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"POST", "PUT", "DELETE"})
    void takesNothing(String method) throws Exception {
        assertThat(send(method, "/steer/es/es-b").statusCode()).isEqualTo(405);
    }

    @Test
    void refusesALineThatIsTooLong() throws Exception {
        assertThat(send("GET", "/steer/es/" + "x".repeat(2_000)).statusCode()).isEqualTo(414);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
