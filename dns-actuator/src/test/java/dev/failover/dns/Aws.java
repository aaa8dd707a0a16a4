package dev.failover.dns;

import dev.failover.awslocal.AwsLocal;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.service.AwsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheckType;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Route 53 and its name server on this machine, with one zone; what a person does there by hand, and faults. */
public final class Aws implements AutoCloseable {

    private final AwsLocal local = AwsLocal.start(dev.failover.awslocal.Settings.onFreePorts());
    private final HttpClient http = HttpClient.newHttpClient();
    private final Route53Client byHand = Route53Client.builder()
            .endpointOverride(local.endpoint())
            .region(Region.AWS_GLOBAL)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    /** The id of the zone {@code example.com}. */
    public final String zone = byHand.createHostedZone(
                    request -> request.name("example.com").callerReference("test"))
            .hostedZone()
            .id()
            .replace("/hostedzone/", "");

    public Route53Provider provider() {
        return new Route53Provider(
                new AwsSettings(local.endpoint(), new AwsSettings.Credentials("test", "test", null)));
    }

    InetSocketAddress dns() {
        return local.dnsAddress();
    }

    /** The actuator's environment but for Kafka. */
    Map<String, String> env() {
        return Map.of(
                "AWS_ENDPOINT_URL_ROUTE_53", local.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "OWNER", "ops",
                "CONFIRM_FIRST_DELAY", "50ms",
                "DNS_NAME_SERVERS", dns().getHostString() + ":" + dns().getPort());
    }

    /** A simple set, whatever was there. */
    public void put(String name, RRType type, String... values) {
        put(ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(60L)
                .resourceRecords(Arrays.stream(values)
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList())
                .build());
    }

    public void put(ResourceRecordSet set) {
        byHand.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                .changeBatch(batch -> batch.changes(Change.builder()
                        .action(ChangeAction.UPSERT)
                        .resourceRecordSet(set)
                        .build())));
    }

    /** What a person does by hand, in one batch. */
    public void change(Change... changes) {
        change(zone, changes);
    }

    public void change(String inZone, Change... changes) {
        byHand.changeResourceRecordSets(
                request -> request.hostedZoneId(inZone).changeBatch(batch -> batch.changes(changes)));
    }

    public static Change create(ResourceRecordSet set) {
        return Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(set)
                .build();
    }

    public static Change delete(ResourceRecordSet set) {
        return Change.builder()
                .action(ChangeAction.DELETE)
                .resourceRecordSet(set)
                .build();
    }

    /** Another zone of the same name; its id. */
    public String privateZone() {
        return byHand.createHostedZone(request -> request.name("example.com")
                        .callerReference("private")
                        .vpc(vpc -> vpc.vpcId("vpc-1").vpcRegion("eu-west-1"))
                        .hostedZoneConfig(config -> config.privateZone(true)))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");
    }

    /** A health check, healthy until {@link #healthy} says otherwise; its id. */
    public String healthCheck() {
        return byHand.createHealthCheck(request -> request.callerReference("check-" + System.nanoTime())
                        .healthCheckConfig(config -> config.type(HealthCheckType.TCP)
                                .ipAddress("192.0.2.10")
                                .port(9200)))
                .healthCheck()
                .id();
    }

    public void healthy(String id, boolean healthy) {
        control("PUT", "health-checks/" + id, "{\"healthy\":" + healthy + "}");
    }

    /** All sets of this name as Route 53 writes it, and type, in its order. */
    public List<ResourceRecordSet> sets(String inZone, String name, RRType type) {
        return byHand
                .listResourceRecordSetsPaginator(request -> request.hostedZoneId(inZone))
                .resourceRecordSets()
                .stream()
                .filter(set -> set.name().equals(name + ".") && set.type() == type)
                .toList();
    }

    public List<ResourceRecordSet> sets(String name, RRType type) {
        return sets(zone, name, type);
    }

    /** The set of this name as Route 53 writes it, and type. */
    public Optional<ResourceRecordSet> set(String name, RRType type) {
        return sets(name, type).stream().findFirst();
    }

    public List<String> values(String name, RRType type) {
        return set(name, type).stream()
                .flatMap(set -> set.resourceRecords().stream())
                .map(ResourceRecord::value)
                .toList();
    }

    /** The next calls of an operation go wrong so. */
    public void fault(String operation, String kind, int count, Duration delay) {
        String body = "{\"operation\":\"%s\",\"kind\":\"%s\",\"count\":%d,\"millis\":%d}"
                .formatted(operation, kind, count, delay.toMillis());
        control("POST", "faults", body);
    }

    public void fault(String operation, String kind, int count) {
        fault(operation, kind, count, Duration.ZERO);
    }

    /** No more faults. */
    void heal() {
        control("DELETE", "faults", "");
    }

    /** A call that is answered later than any delayed by a second longer than the provider waits. */
    void waitUntilTheLateOneCame() {
        fault("GetHostedZone", "delay", 1, Duration.ofSeconds(2));
        byHand.getHostedZone(request -> request.id(zone));
    }

    /** The operations that were called, by the actuator or by hand. */
    public Set<String> operations() {
        return Pattern.compile("\"(\\w+)\":\\d+")
                .matcher(control("GET", "calls", ""))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    public void insyncDelay(Duration delay) {
        control("PUT", "insync-delay", "{\"millis\":" + delay.toMillis() + "}");
    }

    /** How often an operation was called. */
    public int calls(String operation) {
        Matcher count = Pattern.compile("\"" + operation + "\":(\\d+)").matcher(control("GET", "calls", ""));
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }

    private String control(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(local.endpoint() + "/_aws-local/" + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(path + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }

    @Override
    public void close() {
        byHand.close();
        local.close();
    }
}
