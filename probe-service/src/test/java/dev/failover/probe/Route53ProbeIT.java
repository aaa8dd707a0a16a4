package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.failover.awslocal.AwsLocal;
import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.service.AwsSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;

/** The check of kind route53 against health checks that aws-local really makes, a hundred times faster than Route 53. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class Route53ProbeIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** How busy this machine is, is not what is tested. */
    private static final Timers NEVER_STANDS_STILL = new Timers() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return () -> {};
        }
    };

    private final Vertx vertx = Vertx.vertx();

    /** Always the same event loop, as in a verticle. */
    private final Context loop = vertx.getOrCreateContext();

    private final AtomicInteger status = new AtomicInteger(200);
    private final HttpClient http = HttpClient.newHttpClient();
    private AwsLocal aws;
    private Route53Client byHand;
    private Probes probes;
    private HttpServer site;

    @BeforeEach
    void start() throws Exception {
        aws = AwsLocal.start(dev.failover.awslocal.Settings.onFreePorts().withHealthCheckScale(100));
        byHand = Route53Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        site = vertx.createHttpServer()
                .requestHandler(request ->
                        request.response().setStatusCode(status.get()).end())
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
        probes = probes(new AwsSettings(aws.endpoint(), new AwsSettings.Credentials("test", "test", null)));
    }

    @AfterEach
    void stop() throws Exception {
        probes.close();
        vertx.close().await(20, TimeUnit.SECONDS);
        byHand.close();
        aws.close();
    }

    @Test
    void theCheckersOfAwsVote() throws Exception {
        Check check = new Check.Route53(healthCheck());
        await().atMost(LIMIT).until(() -> outcome(check), Outcome.PASS::equals);

        status.set(503);
        Finding ill = await().atMost(LIMIT)
                .until(() -> found(check), found -> found.detail().startsWith("0 of "));
        assertThat(ill.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(ill.failure()).isEqualTo(FailureClass.HTTP_STATUS);
        assertThat(ill.detail()).contains("Failure");
        assertThat(ill.measures()).containsEntry("checkersHealthyPercent", 0.0);

        status.set(200);
        await().atMost(LIMIT).until(() -> outcome(check), Outcome.PASS::equals);
    }

    @Test
    @DisplayName("throttled, denied, unknown and unreachable: never a failure of the endpoint")
    void whatRoute53RefusesIsTheProbersError() throws Exception {
        String id = healthCheck();
        fault("throttle");
        Finding throttled = found(new Check.Route53(id));
        reopen();
        fault("access-denied");
        Finding denied = found(new Check.Route53(id));
        reopen();
        Finding unknown = found(new Check.Route53("00000000-0000-0000-0000-000000000000"));
        Finding unreachable = found(
                probes(new AwsSettings(
                        URI.create("http://127.0.0.1:1"), new AwsSettings.Credentials("test", "test", null))),
                new Check.Route53(id),
                Duration.ofSeconds(30));

        assertThat(throttled.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(throttled.detail()).startsWith("too many questions to Route 53");
        assertThat(denied.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(denied.failure()).isEqualTo(FailureClass.AUTH);
        assertThat(denied.detail()).contains("route53:GetHealthCheckStatus");
        assertThat(unknown.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(unknown.detail()).contains("NoSuchHealthCheck");
        assertThat(unreachable.outcome()).isEqualTo(Outcome.PROBER_ERROR);
    }

    @Test
    void aCheckIsCutOffInTimeAndTheLateAnswerServesTheNext() throws Exception {
        Check check = new Check.Route53(healthCheck());
        await().atMost(LIMIT).until(() -> byHandSees(((Check.Route53) check).healthCheckId()) >= 3);
        fault("delay");

        Finding cut = found(probes, check, Duration.ofMillis(100));
        assertThat(cut.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(cut.detail()).startsWith("Route 53 had not answered");

        assertThat(found(check).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void asksRoute53LessThanItIsAsked() throws Exception {
        Check check = new Check.Route53(healthCheck());
        for (int i = 0; i < 200; i++) {
            found(check);
        }

        // A status is good for 5 s; on a busy machine 200 checks may take several times that.
        assertThat(calls()).isBetween(1, 20);
    }

    private int byHandSees(String id) {
        return byHand.getHealthCheckStatus(request -> request.healthCheckId(id))
                .healthCheckObservations()
                .size();
    }

    private String healthCheck() {
        return byHand.createHealthCheck(request -> request.callerReference("test")
                        .healthCheckConfig(config -> config.type("HTTP")
                                .ipAddress("127.0.0.1")
                                .port(site.actualPort())
                                .resourcePath("/")
                                .requestInterval(10)
                                .failureThreshold(1)))
                .healthCheck()
                .id();
    }

    /** Forgets what was answered. */
    private void reopen() {
        probes.close();
        probes = probes(new AwsSettings(aws.endpoint(), new AwsSettings.Credentials("test", "test", null)));
    }

    private Probes probes(AwsSettings settings) {
        return new Probes(
                loop,
                host -> Future.succeededFuture(InetAddress.getLoopbackAddress()),
                "aws",
                new Secrets(Map.of()),
                settings);
    }

    private Outcome outcome(Check check) throws Exception {
        return found(check).outcome();
    }

    private Finding found(Check check) throws Exception {
        return found(probes, check, Duration.ofSeconds(30));
    }

    /** One run as the schedule makes it, always on the same event loop. */
    private Finding found(Probes by, Check check, Duration timeout) throws Exception {
        return Future.<Finding>future(promise -> loop.runOnContext(now -> {
                    Timers timers = new LoopTimers(loop, Clock.systemUTC());
                    new Attempt(
                                    timers,
                                    new StallWatch(NEVER_STANDS_STILL),
                                    timeout,
                                    seen -> promise.complete(seen.finding()))
                            .run(by.probe(check));
                }))
                .await(60, TimeUnit.SECONDS);
    }

    private void fault(String kind) throws Exception {
        String body = "{\"operation\":\"GetHealthCheckStatus\",\"kind\":\"" + kind + "\",\"count\":1,\"millis\":1500}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(aws.endpoint() + "/_aws-local/faults"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    private int calls() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(aws.endpoint() + "/_aws-local/calls"))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        Matcher count = Pattern.compile("\"GetHealthCheckStatus\":(\\d+)").matcher(answer);
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }
}
