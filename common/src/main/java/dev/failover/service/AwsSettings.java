package dev.failover.service;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the AWS SDK is told beyond its own chain: the same variables that the SDK reads from the environment, so that a
 * service behaves alike in a process of its own and beside others. Where nothing is set, the SDK's chain decides.
 *
 * @param endpoint of the one AWS API that the service calls; null for AWS itself
 * @param credentials null for the SDK's chain: container role, instance profile, configuration files
 */
public record AwsSettings(@Nullable URI endpoint, @Nullable Credentials credentials) {

    /** Printed without its secrets. */
    public record Credentials(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken) {
        @Override
        public String toString() {
            return "[hidden]";
        }
    }

    /**
     * Reads {@code AWS_ENDPOINT_URL_<SERVICE>}, {@code AWS_ENDPOINT_URL}, {@code AWS_ACCESS_KEY_ID}, {@code
     * AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN}.
     *
     * @param service as AWS writes it there, for example {@code ROUTE_53}
     * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
     *     endpoints</a>
     */
    public static AwsSettings read(SettingsReader reader, String service) {
        String key = "AWS_ENDPOINT_URL_" + service;
        Optional<URI> own = endpoint(reader, key);
        Optional<URI> endpoint = own.isPresent() ? own : endpoint(reader, "AWS_ENDPOINT_URL");
        return new AwsSettings(endpoint.orElse(null), credentials(reader).orElse(null));
    }

    private static Optional<URI> endpoint(SettingsReader reader, String key) {
        if (reader.optional(key).filter(value -> value.contains("@")).isPresent()) {
            // Never shown: it may have a password at any place.
            reader.problem(key + " must be without user and password");
            return Optional.empty();
        }
        return reader.read(key, Optional.empty(), "must be an http:// or https:// URL", value -> {
            URI uri = URI.create(value);
            if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                throw new IllegalArgumentException(value);
            }
            return Optional.of(uri);
        });
    }

    private static Optional<Credentials> credentials(SettingsReader reader) {
        Optional<String> id = reader.optional("AWS_ACCESS_KEY_ID");
        Optional<String> secret = reader.optional("AWS_SECRET_ACCESS_KEY");
        if (id.isPresent() != secret.isPresent()) {
            // The SDK's chain would be asked instead, and another account might answer.
            reader.problem((id.isPresent() ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID") + " is required beside "
                    + (id.isPresent() ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY"));
        }
        if (id.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Credentials(
                id.get(), secret.get(), reader.optional("AWS_SESSION_TOKEN").orElse(null)));
    }
}
