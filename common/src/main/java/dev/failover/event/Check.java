package dev.failover.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one endpoint is checked. Secrets are named, never carried: see {@link Auth}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Check.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Check.Elasticsearch.class, name = "elasticsearch"),
    @JsonSubTypes.Type(value = Check.Tcp.class, name = "tcp"),
    @JsonSubTypes.Type(value = Check.Haproxy.class, name = "haproxy"),
    @JsonSubTypes.Type(value = Check.Route53.class, name = "route53")
})
public sealed interface Check {

    /** The host that is connected to: a name or an address. */
    String host();

    /** The port that is connected to, 1..65535. */
    int port();

    /** How the server's certificate is verified; only where TLS is spoken. */
    @Nullable
    Tls tls();

    /** The names of the figures that the check can tell, beside how long it took. */
    default Set<String> measured() {
        return Set.of();
    }

    /**
     * An HTTP request.
     *
     * @param expectStatus the status codes that pass; empty means 200 to 299
     * @param expectBody text that the first 64 KiB of the body must contain
     * @param expectJson what the body's JSON must have, by JSON pointers such as {@code /status}, as text
     * @param expectHeaders what the answer's headers must be; {@code *} is any value
     * @param identity what headers tell that the right site has answered; another one is an IDENTITY failure (scenario 6)
     * @param followRedirects how many redirects are followed; null is none
     * @param measures figures by their names: JSON pointers to numbers in the body
     * @param keepAlive for how long a connection may be used for more checks; null makes a new one for each, which also
     *     sees what only a new client would
     */
    record Http(
            URI url,
            List<Integer> expectStatus,
            @Nullable String expectBody,
            @Nullable Auth auth,
            @Nullable Tls tls,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> expectJson,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> expectHeaders,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> identity,
            @JsonInclude(Include.NON_NULL) @Nullable Integer followRedirects,
            @JsonInclude(Include.NON_NULL) @Nullable Duration keepAlive,
            @JsonInclude(Include.NON_EMPTY) Map<String, String> measures)
            implements Check {

        private static final int MAX_EXPECTED = 32;
        private static final int MAX_MEASURES = 16;
        private static final Pattern MEASURE = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");
        private static final int MAX_REDIRECTS = 10;
        private static final Duration LONGEST_KEEP = Duration.ofHours(1);

        /** Judged by status and text only. */
        public Http(
                URI url,
                List<Integer> expectStatus,
                @Nullable String expectBody,
                @Nullable Auth auth,
                @Nullable Tls tls) {
            this(url, expectStatus, expectBody, auth, tls, Map.of(), Map.of(), Map.of(), null, null, Map.of());
        }

        /** With no figures. */
        public Http(
                URI url,
                List<Integer> expectStatus,
                @Nullable String expectBody,
                @Nullable Auth auth,
                @Nullable Tls tls,
                Map<String, String> expectJson,
                Map<String, String> expectHeaders,
                Map<String, String> identity,
                @Nullable Integer followRedirects,
                @Nullable Duration keepAlive) {
            this(
                    url,
                    expectStatus,
                    expectBody,
                    auth,
                    tls,
                    expectJson,
                    expectHeaders,
                    identity,
                    followRedirects,
                    keepAlive,
                    Map.of());
        }

        public Http {
            mustBeHttp(url);
            expectStatus = expectStatus == null ? List.of() : List.copyOf(expectStatus);
            expectStatus.forEach(status -> Require.between("check.expectStatus", 100, 599, status));
            expectJson = ordered("check.expectJson", expectJson);
            expectJson.keySet().forEach(pointer -> mustBePointer("check.expectJson", pointer));
            measures = ordered("check.measures", measures);
            Require.between("check.measures", 0, MAX_MEASURES, measures.size());
            measures.forEach((name, pointer) -> {
                Require.that(
                        MEASURE.matcher(name).matches(),
                        "check.measures",
                        "must have names of letters and digits",
                        name);
                mustBePointer("check.measures", pointer);
            });
            expectHeaders = ordered("check.expectHeaders", expectHeaders);
            identity = ordered("check.identity", identity);
            if (followRedirects != null) {
                Require.between("check.followRedirects", 0, MAX_REDIRECTS, followRedirects);
            }
            if (keepAlive != null) {
                boolean allowed = !keepAlive.isNegative() && keepAlive.compareTo(LONGEST_KEEP) <= 0;
                Require.that(allowed, "check.keepAlive", "must be at most 1h", keepAlive);
            }
        }

        private static Map<String, String> ordered(String field, @Nullable Map<String, String> given) {
            Map<String, String> all = given == null ? Map.of() : given;
            Require.between(field, 0, MAX_EXPECTED, all.size());
            return Collections.unmodifiableMap(new TreeMap<>(all));
        }

        private static void mustBePointer(String field, String pointer) {
            Require.that(
                    pointer.isEmpty() || pointer.startsWith("/"),
                    field,
                    "must have JSON pointers such as /status",
                    pointer);
        }

        @Override
        public Set<String> measured() {
            return measures.keySet();
        }

        /** How long a connection is kept; zero is not at all. */
        public Duration kept() {
            return keepAlive == null ? Duration.ZERO : keepAlive;
        }

        public int redirects() {
            return followRedirects == null ? 0 : followRedirects;
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
     * for a red cluster too. What else is asked for is asked afterwards, within the same timeout.
     *
     * @param url the cluster's root, for example {@code https://es-a.internal:9200}
     * @param tolerate the worst status that passes: yellow (a replica is missing) is the default
     * @param clusterName the cluster that must answer; another one is an IDENTITY failure (scenario 6)
     * @param indices names and patterns of the indices whose status counts; empty means all (scenario 7)
     * @param clusterUuid the same as the name, but given by the cluster itself and never twice
     * @param indicators the indicators of {@code GET /_health_report} that count, from Elasticsearch 8.7
     * @param canary a document that is written and searched for (scenario 9)
     * @param standby for an endpoint that follows the active one: how far it is behind
     * @param traffic whether its open connections and its queries are told; null means false (scenario 58)
     */
    record Elasticsearch(
            URI url,
            @Nullable Colour tolerate,
            @Nullable String clusterName,
            @Nullable Auth auth,
            @Nullable Tls tls,
            @JsonInclude(Include.NON_EMPTY) List<String> indices,
            @JsonInclude(Include.NON_NULL) @Nullable String clusterUuid,
            @JsonInclude(Include.NON_EMPTY) List<String> indicators,
            @JsonInclude(Include.NON_NULL) @Nullable Nodes nodes,
            @JsonInclude(Include.NON_NULL) @Nullable Canary canary,
            @JsonInclude(Include.NON_NULL) @Nullable Standby standby,
            @JsonInclude(Include.NON_NULL) @Nullable Boolean traffic)
            implements Check {

        private static final int MAX_NAMES = 32;
        private static final Pattern INDICES = Pattern.compile("[a-z0-9.*][a-z0-9._*+-]{0,254}");
        private static final Pattern INDEX = Pattern.compile("[a-z0-9.][a-z0-9._+-]{0,254}");
        private static final Pattern INDICATOR = Pattern.compile("[a-z_]{1,64}");

        public enum Colour {
            GREEN,
            YELLOW
        }

        /**
         * How many nodes are needed, and how full their disks may be.
         *
         * @param min fewer nodes fail
         * @param minData fewer data nodes fail
         * @param maxDiskPercent with the fullest data node above it the endpoint must not take the name (scenario 24)
         */
        public record Nodes(
                @Nullable Integer min,
                @Nullable Integer minData,
                @Nullable Integer maxDiskPercent) {

            public Nodes {
                if (min != null) {
                    Require.between("check.nodes.min", 1, 10_000, min);
                }
                if (minData != null) {
                    Require.between("check.nodes.minData", 1, 10_000, minData);
                }
                if (maxDiskPercent != null) {
                    Require.between("check.nodes.maxDiskPercent", 1, 100, maxDiskPercent);
                }
            }
        }

        /**
         * A document of each location with an id that stays the same, in an index that should be there.
         *
         * @param write whether it is written with each check; null means true
         * @param search whether it is searched for with each check; null means true
         */
        public record Canary(
                String index,
                @Nullable Boolean write,
                @Nullable Boolean search) {

            public Canary {
                Require.text("check.canary.index", index);
                Require.that(INDEX.matcher(index).matches(), "check.canary.index", "must be one index", index);
                write = write == null || write;
                search = search == null || search;
                Require.that(write || search, "check.canary.write", "must be true where search is false", write);
            }

            public boolean writes() {
                return !Boolean.FALSE.equals(write);
            }

            public boolean searches() {
                return !Boolean.FALSE.equals(search);
            }
        }

        /**
         * How an endpoint gets the active one's data.
         *
         * @param indices names and patterns of the replicated indices; for CANARY the one index of the active endpoint's
         *     canary
         * @param writes whether it has to take writes once it has the name, so that followers and blocked indices make it
         *     unready; null means true
         */
        public record Standby(
                Freshness freshness,
                List<String> indices,
                @Nullable Boolean writes) {

            public enum Freshness {
                /** Cross-cluster replication: by its own figures. */
                CCR,
                /** Snapshots: the age of the last restore that succeeded. */
                RESTORE,
                /** Any way: the age of the canary document that was written to the active endpoint. */
                CANARY
            }

            public Standby {
                Require.present("check.standby.freshness", freshness);
                indices = names("check.standby.indices", indices, INDICES);
                Require.notEmpty("check.standby.indices", indices);
                if (freshness == Freshness.CANARY) {
                    boolean one =
                            indices.size() == 1 && INDEX.matcher(indices.get(0)).matches();
                    Require.that(one, "check.standby.indices", "must be the one index of the canary", indices);
                }
                writes = writes == null || writes;
            }

            public boolean takesWrites() {
                return !Boolean.FALSE.equals(writes);
            }
        }

        /** Judged by its health only. */
        public Elasticsearch(
                URI url,
                @Nullable Colour tolerate,
                @Nullable String clusterName,
                @Nullable Auth auth,
                @Nullable Tls tls) {
            this(url, tolerate, clusterName, auth, tls, List.of(), null, List.of(), null, null, null, null);
        }

        /** With its traffic not told. */
        public Elasticsearch(
                URI url,
                @Nullable Colour tolerate,
                @Nullable String clusterName,
                @Nullable Auth auth,
                @Nullable Tls tls,
                List<String> indices,
                @Nullable String clusterUuid,
                List<String> indicators,
                @Nullable Nodes nodes,
                @Nullable Canary canary,
                @Nullable Standby standby) {
            this(url, tolerate, clusterName, auth, tls, indices, clusterUuid, indicators, nodes, canary, standby, null);
        }

        public Elasticsearch {
            mustBeHttp(url);
            tolerate = tolerate == null ? Colour.YELLOW : tolerate;
            indices = names("check.indices", indices, INDICES);
            indicators = names("check.indicators", indicators, INDICATOR);
            // It would then find the document that it has written itself, and never be behind.
            boolean ownFootprint = canary != null
                    && canary.writes()
                    && standby != null
                    && standby.freshness() == Standby.Freshness.CANARY
                    && standby.indices().contains(canary.index());
            Require.that(!ownFootprint, "check.standby.indices", "must not be what the check writes itself", indices);
        }

        private static List<String> names(String field, @Nullable List<String> given, Pattern allowed) {
            List<String> all = given == null ? List.of() : List.copyOf(given);
            Require.between(field, 0, MAX_NAMES, all.size());
            all.forEach(
                    name -> Require.that(allowed.matcher(name).matches(), field, "must be a name in lower case", name));
            return all;
        }

        @Override
        public Set<String> measured() {
            Set<String> told = new TreeSet<>();
            if (nodes != null && nodes.maxDiskPercent() != null) {
                told.add("diskUsedPercent");
            }
            if (canary != null && canary.writes()) {
                told.add("writeMillis");
            }
            if (canary != null && canary.searches()) {
                told.add("searchMillis");
            }
            if (standby != null) {
                told.add("lagSeconds");
            }
            if (tellsTraffic()) {
                told.addAll(List.of("httpConnections", "queriesPerSecond"));
            }
            return told;
        }

        public boolean tellsTraffic() {
            return Boolean.TRUE.equals(traffic);
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
     * The servers of a HAProxy backend, as HAProxy itself sees them.
     *
     * @param url the statistics page, for example {@code http://lb-a.internal:8404/stats}; null asks the Runtime API
     * @param host of the Runtime API, where no url is given
     * @param port of the Runtime API, where no url is given; 0 in JSON that has none
     * @param backend its name
     * @param minUp fewer servers that are UP and have a weight fail; null means 1
     * @param frontend whose clients are counted as well (scenario 58)
     */
    record Haproxy(
            @Nullable URI url,
            String host,
            int port,
            String backend,
            @Nullable Integer minUp,
            @Nullable Auth auth,
            @Nullable Tls tls,
            @JsonInclude(Include.NON_NULL) @Nullable String frontend)
            implements Check {

        /** With no frontend's clients counted. */
        public Haproxy(
                @Nullable URI url,
                String host,
                int port,
                String backend,
                @Nullable Integer minUp,
                @Nullable Auth auth,
                @Nullable Tls tls) {
            this(url, host, port, backend, minUp, auth, tls, null);
        }

        public Haproxy {
            if (url != null) {
                mustBeHttp(url);
                host = hostOf(url);
                port = portOf(url);
            }
            Require.text("check.host", host);
            Require.between("check.port", 1, 65_535, port);
            Require.text("check.backend", backend);
            minUp = minUp == null ? 1 : minUp;
            Require.between("check.minUp", 1, 10_000, minUp);
            if (frontend != null) {
                Require.text("check.frontend", frontend);
            }
        }

        @Override
        public Set<String> measured() {
            Set<String> told = new TreeSet<>(List.of("serversUp", "sessions", "sessionsPerSecond"));
            if (frontend != null) {
                told.addAll(List.of("clientConnections", "requestsPerSecond"));
            }
            return told;
        }

        public int neededUp() {
            return minUp == null ? 1 : minUp;
        }
    }

    /**
     * What AWS's own checkers see, by a health check of Route 53 that exists already: a location of its own, since the
     * checkers are elsewhere than any of ours. Asked of Route 53's API, which allows one question a second.
     *
     * @param healthCheckId its id, as Route 53 gave it
     */
    record Route53(String healthCheckId) implements Check {

        private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

        public Route53 {
            Require.text("check.healthCheckId", healthCheckId);
            Require.that(
                    ID.matcher(healthCheckId).matches(),
                    "check.healthCheckId",
                    "must be a health check's id",
                    healthCheckId);
        }

        @Override
        public Set<String> measured() {
            return Set.of("checkersHealthyPercent");
        }

        @Override
        public String host() {
            return "route53.amazonaws.com";
        }

        @Override
        public int port() {
            return 443;
        }

        @Override
        public @Nullable Tls tls() {
            return null;
        }
    }

    /**
     * Verification of the server's certificate, which is never off.
     *
     * @param caPem certificates in PEM that are trusted instead of the JDK's
     * @param serverName name asked for (SNI) and expected in the certificate, where it is not the host's
     * @param warnDays a certificate that ends within so many days is warned of; null means 14, 0 never
     */
    record Tls(
            @Nullable String caPem,
            @Nullable String serverName,
            @JsonInclude(Include.NON_NULL) @Nullable Integer warnDays) {

        public static final Duration WARN = Duration.ofDays(14);

        public Tls(@Nullable String caPem, @Nullable String serverName) {
            this(caPem, serverName, null);
        }

        public Tls {
            if (warnDays != null) {
                Require.between("check.tls.warnDays", 0, 365, warnDays);
            }
        }

        /** How long before a certificate's end it is warned of. */
        public Duration warnsWithin() {
            return warnDays == null ? WARN : Duration.ofDays(warnDays);
        }
    }

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

    /** The host of an http or https URL, an IPv6 address without its brackets. */
    static String hostOf(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port of an http or https URL, its own or the usual one. */
    static int portOf(URI url) {
        if (url.getPort() > 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }
}
