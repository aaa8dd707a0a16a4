package dev.failover.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one endpoint is checked. Secrets are named, never carried: see {@link Auth}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Check.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Check.Elasticsearch.class, name = "elasticsearch"),
    @JsonSubTypes.Type(value = Check.Tcp.class, name = "tcp")
})
public sealed interface Check {

    /** The host that is connected to: a name or an address. */
    String host();

    /** The port that is connected to, 1..65535. */
    int port();

    /** How the server's certificate is verified; only where TLS is spoken. */
    @Nullable
    Tls tls();

    /**
     * An HTTP request.
     *
     * @param expectStatus the status codes that pass; empty means 200 to 299
     * @param expectBody text that the first 64 KiB of the body must contain
     */
    record Http(
            URI url,
            List<Integer> expectStatus,
            @Nullable String expectBody,
            @Nullable Auth auth,
            @Nullable Tls tls) implements Check {

        public Http {
            mustBeHttp(url);
            expectStatus = expectStatus == null ? List.of() : List.copyOf(expectStatus);
            expectStatus.forEach(status -> Require.between("check.expectStatus", 100, 599, status));
        }

        @Override
        public String host() {
            return hostOf(url);
        }

        @Override
        public int port() {
            return portOf(url);
        }
    }

    /**
     * An Elasticsearch or OpenSearch cluster, judged by the body of {@code GET /_cluster/health}: the status code is 200
     * for a red cluster too.
     *
     * @param url the cluster's root, for example {@code https://es-a.internal:9200}
     * @param tolerate the worst status that passes: yellow (a replica is missing) is the default
     * @param clusterName the cluster that must answer; another one is an IDENTITY failure (scenario 6)
     */
    record Elasticsearch(
            URI url,
            @Nullable Colour tolerate,
            @Nullable String clusterName,
            @Nullable Auth auth,
            @Nullable Tls tls) implements Check {

        public enum Colour {
            GREEN,
            YELLOW
        }

        public Elasticsearch {
            mustBeHttp(url);
            tolerate = tolerate == null ? Colour.YELLOW : tolerate;
        }

        public Colour tolerated() {
            return tolerate == null ? Colour.YELLOW : tolerate;
        }

        @Override
        public String host() {
            return hostOf(url);
        }

        @Override
        public int port() {
            return portOf(url);
        }
    }

    /**
     * A TCP connection, and a TLS handshake on it where {@code tls} is given.
     */
    record Tcp(String host, int port, @Nullable Tls tls) implements Check {

        public Tcp {
            Require.text("check.host", host);
            Require.between("check.port", 1, 65_535, port);
        }
    }

    /**
     * Verification of the server's certificate, which is never off.
     *
     * @param caPem certificates in PEM that are trusted instead of the JDK's
     * @param serverName name asked for (SNI) and expected in the certificate, where it is not the host's
     */
    record Tls(@Nullable String caPem, @Nullable String serverName) {}

    /**
     * Who the prober is. The secret's place is named, {@code env:NAME} or {@code file:/path}, and read by the prober.
     *
     * @param username for BASIC
     * @param secretFrom the password of BASIC, or the encoded key of API_KEY
     */
    record Auth(Scheme scheme, @Nullable String username, String secretFrom) {

        public enum Scheme {
            BASIC,
            API_KEY
        }

        public Auth {
            Require.present("check.auth.scheme", scheme);
            if (scheme == Scheme.BASIC) {
                Require.text("check.auth.username", username);
            }
            Require.text("check.auth.secretFrom", secretFrom);
            boolean named = secretFrom.startsWith("env:") || secretFrom.startsWith("file:/");
            if (!named) {
                // The value is not repeated: it may be the secret itself.
                throw new IllegalArgumentException("check.auth.secretFrom must be env:NAME or file:/path");
            }
        }

        public Optional<String> user() {
            return Optional.ofNullable(username);
        }
    }

    private static void mustBeHttp(@Nullable URI url) {
        URI uri = Require.present("check.url", url);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        Require.that(http && uri.getHost() != null, "check.url", "must be http:// or https:// with a host", shown(uri));
        Require.that(uri.getUserInfo() == null, "check.url", "must not carry a password: use auth", shown(uri));
        Require.that(uri.getPort() < 65_536 && uri.getPort() != 0, "check.url", "has no such port", shown(uri));
    }

    /** The URL without user, password and query, so that no secret reaches a message. */
    private static String shown(URI uri) {
        if (uri.getHost() == null) {
            // What stands where the host belongs may hold a password as well.
            return "[hidden]";
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static String hostOf(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int portOf(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }
}
