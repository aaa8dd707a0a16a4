package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.HealthCheckObservation;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.InvalidInputException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Health checks of servers that are really there, 200 times faster than Route 53's, and what DNS makes of them. */
class HealthCheckIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As many as are looked through. */
    private static final int BODY_BYTES = 5_120;

    private AwsLocal local;
    private AwsClients aws;
    private HttpServer server;
    private volatile int status = 200;
    private volatile String body = "";

    @BeforeEach
    void start() throws IOException {
        local = AwsLocal.start(Settings.onFreePorts().withHealthCheckScale(200));
        aws = new AwsClients(local.endpoint());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(4));
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        aws.close();
        local.close();
        server.stop(0);
        ((java.util.concurrent.ExecutorService) server.getExecutor()).shutdownNow();
    }

    @Test
    void followsTheStatusOfAnEndpointAndTellsWhatEachCheckerSaw() {
        String check = check("c", HealthCheckType.HTTP, config -> {});

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(observations(check))
                        .hasSize(8)
                        .allMatch(seen -> seen.statusReport().status().equals("Success: HTTP Status Code 200, OK"))
                        .allMatch(seen -> seen.statusReport().checkedTime() != null));
        assertThat(isHealthy(check)).isTrue();
        status = 503;
        awaitHealth(check, false);
        assertThat(observations(check))
                .anyMatch(seen ->
                        seen.statusReport().status().equals("Failure: HTTP Status Code 503, Service Unavailable"));
        status = 302;
        awaitHealth(check, true);
    }

    @Test
    void turnsAnInvertedCheckRoundAndTellsTheSame() {
        String check = check("c", HealthCheckType.HTTP, config -> config.inverted(true));

        await().atMost(PATIENCE).until(() -> observations(check).size() == 8);
        assertThat(isHealthy(check)).isFalse();
        server.stop(0);
        awaitHealth(check, true);
        assertThat(observations(check))
                .anyMatch(seen -> seen.statusReport().status().startsWith("Failure: "));
    }

    @Test
    void looksForAStringInTheFirst5120BytesOnly() {
        body = "x".repeat(BODY_BYTES - 4) + "here";
        String check = check("c", HealthCheckType.HTTP_STR_MATCH, config -> config.searchString("here"));

        await().atMost(PATIENCE).until(() -> observations(check).size() == 8);
        assertThat(isHealthy(check)).isTrue();
        body = "x".repeat(BODY_BYTES - 3) + "here";
        awaitHealth(check, false);
        assertThat(observations(check))
                .anyMatch(seen -> seen.statusReport().status().contains("search string was not found"));
    }

    @Test
    void checksThatAPortTakesConnections() {
        String check = check("c", HealthCheckType.TCP, config -> {});

        await().atMost(PATIENCE).until(() -> observations(check).size() == 8);
        assertThat(isHealthy(check)).isTrue();
        server.stop(0);
        awaitHealth(check, false);
    }

    @Test
    void stopsAskingADisabledCheck() {
        status = 500;
        String check = check("c", HealthCheckType.HTTP, config -> {});
        awaitHealth(check, false);

        aws.route53.updateHealthCheck(request -> request.healthCheckId(check).disabled(true));

        assertThat(isHealthy(check)).isTrue();
    }

    @Test
    void answersDnsByACalculatedCheck() {
        status = 500;
        String first = check("first", HealthCheckType.HTTP, config -> config.inverted(true));
        String second = check(
                "second", HealthCheckType.HTTP, config -> config.inverted(true).resourcePath("second"));
        String both = aws.route53
                .createHealthCheck(request -> request.callerReference("both")
                        .healthCheckConfig(config -> config.type(HealthCheckType.CALCULATED)
                                .healthThreshold(1)
                                .childHealthChecks(first, second)))
                .healthCheck()
                .id();
        assertThatThrownBy(() -> aws.route53.getHealthCheckStatus(request -> request.healthCheckId(both)))
                .isInstanceOf(InvalidInputException.class);
        awaitHealth(both, true);
        failoverSets(both);

        awaitAnswer("192.0.2.1");
        status = 200;
        awaitAnswer("192.0.2.2");
        status = 404;
        awaitAnswer("192.0.2.1");
    }

    private String check(String reference, HealthCheckType type, Consumer<HealthCheckConfig.Builder> more) {
        HealthCheckConfig.Builder config = HealthCheckConfig.builder()
                .type(type)
                .ipAddress("127.0.0.1")
                .port(server.getAddress().getPort())
                .requestInterval(10)
                .failureThreshold(2);
        more.accept(config);
        return aws.route53
                .createHealthCheck(request -> request.callerReference(reference).healthCheckConfig(config.build()))
                .healthCheck()
                .id();
    }

    private List<HealthCheckObservation> observations(String check) {
        return aws.route53
                .getHealthCheckStatus(request -> request.healthCheckId(check))
                .healthCheckObservations();
    }

    private void awaitHealth(String check, boolean healthy) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(isHealthy(check)).isEqualTo(healthy));
    }

    private boolean isHealthy(String check) {
        try {
            return aws.control("GET", "health-checks/" + check, "").body().equals("{\"healthy\":true}");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void failoverSets(String primaryCheck) {
        String zone = aws.route53
                .createHostedZone(request -> request.name("example.com").callerReference("zone"))
                .hostedZone()
                .id();
        Change primary = create(set("PRIMARY", "192.0.2.1").healthCheckId(primaryCheck));
        Change secondary = create(set("SECONDARY", "192.0.2.2"));
        aws.route53.changeResourceRecordSets(
                request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(primary, secondary)));
    }

    private static ResourceRecordSet.Builder set(String role, String value) {
        return ResourceRecordSet.builder()
                .name("f.example.com")
                .type(RRType.A)
                .ttl(5L)
                .setIdentifier(role)
                .failover(role)
                .resourceRecords(ResourceRecord.builder().value(value).build());
    }

    private static Change create(ResourceRecordSet.Builder set) {
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(set.build())
                .build();
    }

    private void awaitAnswer(String address) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(answer()).containsExactly(address));
    }

    private List<String> answer() throws IOException {
        SimpleResolver resolver = new SimpleResolver(local.dnsAddress());
        resolver.setTimeout(Duration.ofSeconds(10));
        Message query = Message.newQuery(Record.newRecord(Name.fromString("f.example.com."), Type.A, DClass.IN));
        return resolver.send(query).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
