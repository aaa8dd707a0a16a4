package dev.failover.awslocal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The real SDK's clients, and plain HTTP for the control API. */
final class AwsClients implements AutoCloseable {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("x", "x"));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Route53Client route53;
    final SnsClient sns;
    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    AwsClients(URI endpoint) {
        this.endpoint = endpoint;
        ClientOverrideConfiguration limits =
                ClientOverrideConfiguration.builder().apiCallTimeout(PATIENCE).build();
        route53 = Route53Client.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(limits)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
        sns = SnsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(limits)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    HttpResponse<String> control(String method, String path, String body) throws Exception {
        return send(method, "/_aws-local/" + path, "application/json", body);
    }

    HttpResponse<String> send(String method, String path, String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(PATIENCE)
                .header("content-type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        route53.close();
        sns.close();
    }
}
