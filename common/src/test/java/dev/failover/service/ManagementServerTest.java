package dev.failover.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ManagementServer server = new ManagementServer(0, health, metrics);

    @BeforeEach
    void start() throws Exception {
        vertx.deployVerticle(server).await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void readinessNamesWhatIsMissing() throws Exception {
        health.ready("kafka", () -> Optional.of("no answer yet"));

        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"kafka\" : \"no answer yet\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsDeadIsNeitherLiveNorReady() throws Exception {
        health.live("loop", () -> Optional.of("ended"));

        assertThat(get("/health/live").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void aNoteIsShownBesideTheReadinessAndNotInItsWay() throws Exception {
        health.note("standby", () -> Optional.of("another one works"));

        HttpResponse<String> ready = get("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("\"status\" : \"ok\"", "\"standby\" : \"another one works\"");
        assertThat(get("/health/live").body()).doesNotContain("standby");
    }

    @Test
    void metricsAreInPrometheusForm() throws Exception {
        Counter.builder("failover.test").register(metrics).increment();

        assertThat(get("/metrics").body()).contains("failover_test_total 1.0");
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
