package dev.failover.probe;

import dev.failover.event.Check.Auth;
import dev.failover.event.Check.Auth.Scheme;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} of one check. Its secret is read when first needed and again after the target has refused it,
 * so that a rotated secret is picked up by the next check.
 */
public final class Credential {

    private final Vertx vertx;
    private final Secrets secrets;
    private final @Nullable Auth auth;
    private @Nullable String header;

    Credential(Vertx vertx, Secrets secrets, @Nullable Auth auth) {
        this.vertx = vertx;
        this.secrets = secrets;
        this.auth = auth;
    }

    /** The header's value; empty where the check has no auth; fails as PROBER_ERROR where the secret is not there. */
    public Future<Optional<String>> header() {
        if (auth == null || header != null) {
            return Future.succeededFuture(Optional.ofNullable(header));
        }
        Auth known = auth;
        return secrets.read(vertx, known.secretFrom()).map(secret -> {
            header = value(known, secret);
            return Optional.of(header);
        });
    }

    /** The target did not take it: the next check reads the secret again. */
    public void refused() {
        header = null;
    }

    private static String value(Auth auth, String secret) {
        if (auth.scheme() == Scheme.API_KEY) {
            return "ApiKey " + secret;
        }
        String pair = auth.user().orElse("") + ":" + secret;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
