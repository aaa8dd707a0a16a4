package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Check.Auth;
import dev.failover.event.Check.Auth.Scheme;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a page may have to say beyond its status, and where redirects lead. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HttpAssertionsIT {

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
    private HttpServer site;
    private HttpServer other;

    @BeforeEach
    void start() throws Exception {
        site = server();
        other = server();
    }

    private HttpServer server() throws Exception {
        return vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    private void serve(HttpServerRequest request) {
        asked.add(request);
        switch (request.path()) {
            case "/once" -> to(request, "/well");
            case "/twice" -> to(request, "/once");
            case "/loop" -> to(request, "/loop");
            case "/away" -> to(request, "http://other.test:" + other.actualPort() + "/well");
            case "/nowhere" -> to(request, "ftp://other.test/");
            default ->
                request.response()
                        .putHeader("x-site", "a")
                        .end("{\"status\":\"ok\",\"shards\":[3,null],\"ready\":true}");
        }
    }

    private static void to(HttpServerRequest request, String location) {
        request.response().setStatusCode(302).putHeader("location", location).end();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void valuesInTheJsonMustBeTheExpectedOnes() throws Exception {
        assertThat(json(Map.of("/status", "ok", "/shards/0", "3", "/ready", "true"))
                        .outcome())
                .isEqualTo(Outcome.PASS);
        Finding other = json(Map.of("/status", "fine"));
        fails(other, FailureClass.BODY);
        assertThat(other.detail()).endsWith("but /status is 'ok', not 'fine'");
        fails(json(Map.of("/missing", "1")), FailureClass.BODY);
        fails(json(Map.of("/shards", "3")), FailureClass.BODY);
    }

    @Test
    @DisplayName("scenario 58: figures are read from the body, and one that is not there is warned of")
    void readsFigures() throws Exception {
        Finding found = measured(Map.of("shards", "/shards/0"));
        assertThat(found.outcome()).isEqualTo(Outcome.PASS);
        assertThat(found.measures()).containsExactly(Map.entry("shards", 3.0));

        Finding missing = measured(Map.of("shards", "/shards/0", "sessions", "/status", "gone", "/gone"));
        assertThat(missing.outcome()).isEqualTo(Outcome.WARN);
        assertThat(missing.measures()).containsOnlyKeys("shards");
        assertThat(missing.detail())
                .contains("its body has no number at /status for sessions", "its body has no number at /gone for gone");
    }

    private Finding measured(Map<String, String> measures) throws Exception {
        URI url = URI.create("http://site.test:" + site.actualPort() + "/well");
        return Checks.found(
                vertx,
                new Check.Http(url, List.of(), null, null, null, Map.of(), Map.of(), Map.of(), null, null, measures));
    }

    @Test
    void headersMustBeThereAndAsExpected() throws Exception {
        assertThat(headers(Map.of("X-Site", "a"), Map.of()).outcome()).isEqualTo(Outcome.PASS);
        assertThat(headers(Map.of("x-site", "*"), Map.of()).outcome()).isEqualTo(Outcome.PASS);
        fails(headers(Map.of("x-site", "b"), Map.of()), FailureClass.BODY);
        fails(headers(Map.of("x-missing", "*"), Map.of()), FailureClass.BODY);
    }

    @Test
    @DisplayName("scenario 6: another site's header is IDENTITY, before anything else is judged")
    void anotherSiteIsNoticedByItsHeader() throws Exception {
        Finding found = headers(Map.of("x-missing", "*"), Map.of("x-site", "b"));

        fails(found, FailureClass.IDENTITY);
        assertThat(found.detail()).endsWith("but another site: header x-site is 'a', not 'b'");
        assertThat(headers(Map.of(), Map.of("x-site", "a")).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void followsAsManyRedirectsAsItMay() throws Exception {
        assertThat(redirected("/twice", 2, null).outcome()).isEqualTo(Outcome.PASS);
        fails(redirected("/twice", 1, null), FailureClass.HTTP_STATUS);
        fails(redirected("/once", 0, null), FailureClass.HTTP_STATUS);
        fails(redirected("/nowhere", 5, null), FailureClass.HTTP_STATUS);
        asked.clear();
        fails(redirected("/loop", 3, null), FailureClass.HTTP_STATUS);
        assertThat(asked).hasSize(4);
    }

    @Test
    @DisplayName("scenario 65: credentials follow a redirect on their own server and to no other")
    void sendsCredentialsToNoOtherServer() throws Exception {
        Auth auth = new Auth(Scheme.BASIC, "probe", "env:PASSWORD");

        assertThat(redirected("/once", 1, auth).outcome()).isEqualTo(Outcome.PASS);
        assertThat(asked).allMatch(request -> request.getHeader("authorization") != null);
        asked.clear();
        assertThat(redirected("/away", 1, auth).outcome()).isEqualTo(Outcome.PASS);
        assertThat(asked.get(1).getHeader("host")).isEqualTo("other.test:" + other.actualPort());
        assertThat(asked.get(1).getHeader("authorization")).isNull();
    }

    @Test
    @DisplayName("scenario 10: a certificate that ends soon is warned of")
    void warnsOfACertificateThatEndsSoon() throws Exception {
        try (RogueServer secured = new RogueServer(Rogue.WELL_WITH_TLS)) {
            Finding early = secured(secured, 365);
            Finding late = secured(secured, 1);

            assertThat(early.outcome()).as(early.detail()).isEqualTo(Outcome.WARN);
            assertThat(early.failure()).isEqualTo(FailureClass.CERT);
            assertThat(early.detail()).contains("the certificate expires in ");
            assertThat(late.outcome()).as(late.detail()).isEqualTo(Outcome.PASS);
        }
        CertificateAge usual = new CertificateAge(null);
        Instant now = Instant.EPOCH;
        assertThat(usual.judged(Finding.pass(""), now.plus(Duration.ofDays(14)), now)
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(usual.judged(Finding.pass(""), now.plus(Duration.ofDays(14)).minusSeconds(1), now)
                        .outcome())
                .isEqualTo(Outcome.WARN);
    }

    private Finding secured(RogueServer server, int warnDays) throws Exception {
        Check.Tls tls = new Check.Tls(Certificates.authority(), null, warnDays);
        URI url = URI.create("https://site.test:" + server.port() + "/");
        return Checks.found(vertx, new Check.Http(url, List.of(), null, null, tls));
    }

    private Finding json(Map<String, String> expected) throws Exception {
        return found("/well", expected, Map.of(), Map.of(), 0, null);
    }

    private Finding headers(Map<String, String> expected, Map<String, String> identity) throws Exception {
        return found("/well", Map.of(), expected, identity, 0, null);
    }

    private Finding redirected(String path, int most, @Nullable Auth auth) throws Exception {
        return found(path, Map.of("/status", "ok"), Map.of(), Map.of(), most, auth);
    }

    private Finding found(
            String path,
            Map<String, String> json,
            Map<String, String> headers,
            Map<String, String> identity,
            int redirects,
            @Nullable Auth auth)
            throws Exception {
        URI url = URI.create("http://site.test:" + site.actualPort() + path);
        return Checks.found(
                vertx, new Check.Http(url, List.of(), null, auth, null, json, headers, identity, redirects, null));
    }

    private static void fails(Finding finding, FailureClass failure) {
        assertThat(finding.outcome()).as(finding.detail()).isEqualTo(Outcome.FAIL);
        assertThat(finding.failure()).as(finding.detail()).isEqualTo(failure);
    }
}
