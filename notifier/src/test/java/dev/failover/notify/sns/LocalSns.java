package dev.failover.notify.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.awslocal.AwsLocal;
import dev.failover.awslocal.Settings;
import dev.failover.service.AwsSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** An SNS on this machine, with what a test asks of it. */
public final class LocalSns implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsLocal local = AwsLocal.start(Settings.onFreePorts());
    private final HttpClient http = HttpClient.newHttpClient();
    private final SnsClient client = SnsClient.builder()
            .endpointOverride(local.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();

    public URI endpoint() {
        return local.endpoint();
    }

    AwsSettings settings() {
        return new AwsSettings(local.endpoint(), new AwsSettings.Credentials("x", "x", null));
    }

    /** The ARN of a topic that is made for it. */
    public String topic(String name) {
        Map<String, String> attributes = name.endsWith(".fifo") ? Map.of("FifoTopic", "true") : Map.of();
        return client.createTopic(topic -> topic.name(name).attributes(attributes))
                .topicArn();
    }

    public void delete(String topicArn) {
        client.deleteTopic(topic -> topic.topicArn(topicArn));
    }

    void subscribe(String topicArn, String endpoint, String filterPolicy) {
        client.subscribe(subscription -> subscription
                .topicArn(topicArn)
                .protocol("http")
                .endpoint(endpoint)
                .attributes(Map.of("FilterPolicy", filterPolicy)));
    }

    /** What was published to a topic, the oldest first. */
    public List<JsonNode> messages(String topicArn) {
        List<JsonNode> messages = new ArrayList<>();
        control("GET", "messages?topic=" + topicArn, "").path("messages").forEach(messages::add);
        return messages;
    }

    /** How often Publish was called, refused calls included. */
    public int publishCalls() {
        return control("GET", "calls", "").path("Publish").asInt();
    }

    /** Makes the next calls of Publish fail. */
    public void failPublish(String kind, int times, Duration delay) {
        control("POST", "faults", """
                {"operation":"sns:Publish","kind":"%s","count":%d,"millis":%d}""".formatted(kind, times, delay.toMillis()));
    }

    public void failNoMore() {
        control("DELETE", "faults", "");
    }

    private JsonNode control(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(local.endpoint() + "/_aws-local/" + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        local.close();
    }
}
