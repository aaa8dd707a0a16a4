package dev.failover.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** A subscriber of the notices, as a team's own would be: an HTTP endpoint that confirms and then takes deliveries. */
final class Inbox extends VerticleBase {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> subjects = new ArrayList<>();
    private @Nullable HttpServer server;

    @Override
    public Future<?> start() {
        HttpServer opened = vertx.createHttpServer().requestHandler(this::take);
        server = opened;
        return opened.listen(0, "127.0.0.1");
    }

    /** Subscribes through SNS; deliveries begin once the confirmation has been answered. */
    void subscribe(String endpoint, String topicArn) {
        int port = server == null ? 0 : server.actualPort();
        try (SnsClient sns = SnsClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("demo", "demo")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build()) {
            sns.subscribe(request ->
                    request.topicArn(topicArn).protocol("http").endpoint("http://127.0.0.1:" + port + "/notices"));
        }
    }

    /** The first subject that is as asked, arrived already or within the limit. */
    Optional<String> await(Predicate<String> asked, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (subjects) {
            while (true) {
                Optional<String> found = subjects.stream().filter(asked).findFirst();
                long left = (end - System.nanoTime()) / 1_000_000;
                if (found.isPresent() || left <= 0) {
                    return found;
                }
                waitAtMost(left);
            }
        }
    }

    private void waitAtMost(long millis) {
        try {
            subjects.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a notice", e);
        }
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            request.response().end();
            note(body);
        });
    }

    private void note(Buffer body) {
        JsonObject message = parsed(body);
        if ("SubscriptionConfirmation".equals(message.getString("Type"))) {
            confirm(URI.create(message.getString("SubscribeURL")));
            return;
        }
        synchronized (subjects) {
            subjects.add(String.valueOf(message.getString("Subject")));
            subjects.notifyAll();
        }
    }

    private void confirm(URI url) {
        HttpRequest visit = HttpRequest.newBuilder(url).timeout(LIMIT).build();
        CompletableFuture<?> unused = http.sendAsync(visit, HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    if (failure != null) {
                        System.err.println(
                                "failover: the demo's subscription was not confirmed: " + failure.getMessage());
                    }
                });
    }

    private static JsonObject parsed(Buffer body) {
        try {
            return body.toJsonObject();
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }
}
