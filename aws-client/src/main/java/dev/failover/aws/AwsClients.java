package dev.failover.aws;

import dev.failover.service.AwsSettings;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Sets up the client of one AWS service by our settings. Each call ends within a limit and is made once: whether it is
 * worth repeating only its caller knows.
 */
public final class AwsClients {

    private AwsClients() {}

    /**
     * Sets a builder up and builds.
     *
     * @param builder of a client that blocks
     * @param connectLimit the longest that a connection may take to come about
     * @param callLimit the longest that a call may take
     */
    public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(
            B builder, Region region, AwsSettings settings, Duration connectLimit, Duration callLimit) {
        builder.region(region)
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(connectLimit)
                        .socketTimeout(callLimit))
                .overrideConfiguration(override -> override.apiCallTimeout(callLimit)
                        .apiCallAttemptTimeout(callLimit)
                        .retryStrategy(AwsRetryStrategy.doNotRetry()));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        if (settings.credentials() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(credentials(settings.credentials())));
        }
        return builder.build();
    }

    private static AwsCredentials credentials(AwsSettings.Credentials given) {
        return given.sessionToken() == null
                ? AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())
                : AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
    }
}
