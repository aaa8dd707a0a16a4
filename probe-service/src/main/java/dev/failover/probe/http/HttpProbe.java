package dev.failover.probe.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange.Answer;
import dev.failover.probe.http.HttpExchange.Request;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A GET, judged by its status, by headers, and by texts or JSON values in the body. */
public final class HttpProbe implements Probe {

    private static final String ANY = "*";

    private final Check.Http check;
    private final HttpExchange exchange;
    private final Function<URI, HttpExchange> elsewhere;
    private final Credential credential;
    private final CertificateAge age;
    private final Map<String, JsonPointer> pointers = new TreeMap<>();
    private final Map<String, JsonPointer> measures = new TreeMap<>();

    /**
     * A probe.
     *
     * @param exchange with the check's own server
     * @param elsewhere an exchange with a server that is redirected to; it keeps no connection, as nobody would close it
     */
    public HttpProbe(
            Check.Http check, HttpExchange exchange, Function<URI, HttpExchange> elsewhere, Credential credential) {
        this.check = check;
        this.exchange = exchange;
        this.elsewhere = elsewhere;
        this.credential = credential;
        this.age = new CertificateAge(check.tls());
        check.expectJson().keySet().forEach(pointer -> pointers.put(pointer, JsonPointer.compile(pointer)));
        check.measures().forEach((name, pointer) -> measures.put(name, JsonPointer.compile(pointer)));
    }

    private static String requested(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("the check's secret was not read " + scope.within()));
        return credential
                .header()
                .compose(authorization -> asked(scope, exchange, check.url(), authorization, check.redirects()));
    }

    private Future<Finding> asked(
            CheckScope scope, HttpExchange server, URI url, Optional<String> authorization, int redirectsLeft) {
        return server.ask(scope, Request.get(requested(url), authorization), this::expected)
                .compose(answer -> {
                    Optional<URI> further =
                            redirectsLeft > 0 && !expected(answer.status()) ? redirect(url, answer) : Optional.empty();
                    return further.map(next -> followed(scope, url, next, authorization, redirectsLeft - 1))
                            .orElseGet(() -> Future.succeededFuture(
                                    age.judged(judged(answer, scope), answer.certificateEnds(), scope.now())));
                });
    }

    /** Credentials go to no other server than the check's own. */
    private Future<Finding> followed(
            CheckScope scope, URI from, URI to, Optional<String> authorization, int redirectsLeft) {
        boolean sameServer = to.getScheme().equals(from.getScheme())
                && Check.hostOf(to).equalsIgnoreCase(Check.hostOf(from))
                && Check.portOf(to) == Check.portOf(from);
        return asked(
                scope,
                sameServer ? exchange : elsewhere.apply(to),
                to,
                sameServer ? authorization : Optional.empty(),
                redirectsLeft);
    }

    /** Where to, if the answer is a redirect that can be followed; never from https to http. */
    private static Optional<URI> redirect(URI from, Answer answer) {
        String location = answer.headers().get("location");
        if (answer.status() < 300 || answer.status() > 399 || location == null) {
            return Optional.empty();
        }
        try {
            URI to = from.resolve(location.strip());
            boolean http = "https".equals(to.getScheme())
                    || ("http".equals(to.getScheme()) && "http".equals(from.getScheme()));
            return Optional.of(to).filter(uri -> http && uri.getHost() != null && uri.getPort() < 65_536);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        exchange.close();
    }

    private boolean expected(int status) {
        return check.expectStatus().isEmpty()
                ? status >= 200 && status < 300
                : check.expectStatus().contains(status);
    }

    private Finding judged(Answer answer, CheckScope scope) {
        String said = scope.place() + " answered " + answer.status() + " in "
                + scope.elapsed().toMillis() + " ms";
        if (!expected(answer.status())) {
            return unexpected(answer.status(), said);
        }
        return wrongHeader(answer, check.identity())
                .map(wrong -> Finding.fail(FailureClass.IDENTITY, said + ", but another site: " + wrong))
                .or(() -> wrongHeader(answer, check.expectHeaders())
                        .map(wrong -> Finding.fail(FailureClass.BODY, said + ", but " + wrong)))
                .or(() -> wrongText(answer, said))
                .or(() -> wrongJson(answer).map(wrong -> Finding.fail(FailureClass.BODY, said + ", but " + wrong)))
                .orElse(Finding.pass(said))
                .and(measured(answer));
    }

    /** What a body that is as wanted or not tells of itself: a figure that is not there is somebody's to look at. */
    private Finding measured(Answer answer) {
        Finding found = Finding.pass("");
        JsonNode body = measures.isEmpty() ? MissingNode.getInstance() : Json.parsed(answer.body());
        for (Map.Entry<String, JsonPointer> measure : measures.entrySet()) {
            JsonNode value = body.at(measure.getValue());
            found = value.isNumber()
                    ? found.measured(measure.getKey(), value.asDouble())
                    : found.and(Finding.warn(
                            FailureClass.BODY,
                            "its body has no number at " + measure.getValue() + " for " + measure.getKey()));
        }
        return found;
    }

    private static Optional<String> wrongHeader(Answer answer, Map<String, String> expected) {
        for (Map.Entry<String, String> header : expected.entrySet()) {
            String value = answer.headers().get(header.getKey());
            if (value == null) {
                return Optional.of("without header " + header.getKey());
            } else if (!header.getValue().equals(ANY) && !header.getValue().equals(value)) {
                return Optional.of("header " + header.getKey() + " is '" + Fault.printable(value) + "', not '"
                        + header.getValue() + "'");
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> wrongText(Answer answer, String said) {
        String text = check.expectBody();
        return text == null || answer.body().toString().contains(text)
                ? Optional.empty()
                : Optional.of(Finding.fail(
                        FailureClass.BODY,
                        said
                                + (answer.whole()
                                        ? ", without the expected text"
                                        : ", its first 64 KiB without the text")));
    }

    private Optional<String> wrongJson(Answer answer) {
        if (pointers.isEmpty()) {
            return Optional.empty();
        }
        JsonNode body = Json.parsed(answer.body());
        if (!answer.whole() || body.isMissingNode()) {
            return Optional.of("its body is no JSON of at most 64 KiB");
        }
        for (Map.Entry<String, JsonPointer> pointer : pointers.entrySet()) {
            JsonNode value = body.at(pointer.getValue());
            String wanted = check.expectJson().getOrDefault(pointer.getKey(), "");
            if (!value.isValueNode()) {
                return Optional.of("its JSON has no value at " + pointer.getKey());
            } else if (!value.asText().equals(wanted)) {
                return Optional.of(
                        pointer.getKey() + " is '" + Fault.printable(value.asText()) + "', not '" + wanted + "'");
            }
        }
        return Optional.empty();
    }

    private Finding unexpected(int status, String said) {
        boolean refused = status == 401 || status == 403;
        if (refused && check.auth() != null) {
            credential.refused();
            return Finding.refused(said + ": it does not take the check's credentials");
        }
        return Finding.fail(FailureClass.HTTP_STATUS, said + ", expected " + wanted());
    }

    private String wanted() {
        return check.expectStatus().isEmpty()
                ? "200 to 299"
                : check.expectStatus().stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }
}
