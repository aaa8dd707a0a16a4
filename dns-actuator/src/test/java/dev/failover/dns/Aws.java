package dev.failover.dns;

import dev.failover.awslocal.AwsLocal;
import dev.failover.dns.route53.Route53ByHand;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.service.AwsSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
import software.amazon.awssdk.services.route53.model.HealthCheck;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Route 53 and its name server on this machine, with one zone; what a person does there by hand, and faults. */
public final class Aws implements AutoCloseable {

    /** The actuator's access key id. */
    public static final String ACTUATOR = "test";

    private final AwsLocal local;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Route53Client client;

    /** The id of the zone {@code example.com}. */
    public final String zone;

    /** With an access key of its own. */
    public final Route53ByHand byHand;

    public Aws() {
        this(1);
    }

    /**
     * Another pace.
     *
     * @param healthCheckScale how many times faster than Route 53 its health checks are
     */
    public Aws(int healthCheckScale) {
        local = AwsLocal.start(dev.failover.awslocal.Settings.onFreePorts().withHealthCheckScale(healthCheckScale));
        client = client("x");
        zone = client.createHostedZone(request -> request.name("example.com").callerReference("test"))
                .hostedZone()
                .id()
                .replace("/hostedzone/", "");
        byHand = new Route53ByHand(client, zone);
    }

    /** All of them. */
    public List<HealthCheck> healthChecks() {
        return client.listHealthChecks().healthChecks();
    }

    /** What Route 53 takes a check for. */
    public boolean isHealthy(String healthCheck) {
        return control("GET", "health-checks/" + healthCheck, "").contains("true");
    }

    /** What each of a check's checkers has seen. */
    public List<String> reports(String healthCheck) {
        return client
                .getHealthCheckStatus(request -> request.healthCheckId(healthCheck))
                .healthCheckObservations()
                .stream()
                .map(seen -> seen.statusReport().status())
                .toList();
    }

    /** How often Route 53 was called, by anybody. */
    public int calls() {
        return Pattern.compile("\"\\w+\":(\\d+)")
                .matcher(control("GET", "calls", ""))
                .results()
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    public AwsSettings settings() {
        return new AwsSettings(local.endpoint(), new AwsSettings.Credentials(ACTUATOR, "test", null));
    }

    /** The SDK with an access key id. */
    public Route53Client client(String accessKeyId) {
        return Route53Client.builder()
                .endpointOverride(local.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "x")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** The actuator's access key id may do only what the policy says. */
    public void enforce(String policy) {
        control("PUT", "policy?accessKeyId=" + ACTUATOR, policy);
    }

    public Route53Provider provider() {
        return new Route53Provider(settings());
    }

    public InetSocketAddress dns() {
        return local.dnsAddress();
    }

    /** The actuator's environment but for Kafka. */
    public Map<String, String> env() {
        return Map.of(
                "AWS_ENDPOINT_URL_ROUTE_53",
                local.endpoint().toString(),
                "AWS_ACCESS_KEY_ID",
                ACTUATOR,
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "OWNER",
                "ops",
                "CONFIRM_FIRST_DELAY",
                "50ms",
                "DNS_NAME_SERVERS",
                dns().getHostString() + ":" + dns().getPort());
    }

    /** A simple set, whatever was there. */
    public void put(String name, RRType type, String... values) {
        byHand.put(name, type, 60, values);
    }

    public void put(ResourceRecordSet set) {
        byHand.put(set);
    }

    /** The set of this name, with or without its octal escapes, and type. */
    public Optional<ResourceRecordSet> set(String name, RRType type) {
        return byHand.set(name, type);
    }

    public List<String> values(String name, RRType type) {
        return byHand.values(name, type);
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
    public void heal() {
        control("DELETE", "faults", "");
    }

    /** A call that is answered later than any delayed by a second longer than the provider waits. */
    void waitUntilTheLateOneCame() {
        fault("GetHostedZone", "delay", 1, Duration.ofSeconds(2));
        client.getHostedZone(request -> request.id(zone));
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
        client.close();
        local.close();
    }
}
