package dev.failover.probe.http;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange.Answer;
import io.vertx.core.Future;
import java.net.URI;
import java.util.stream.Collectors;

/** A GET, judged by its status and by a text in the body. */
public final class HttpProbe implements Probe {

    private final Check.Http check;
    private final HttpExchange exchange;
    private final Credential credential;
    private final String uri;

    public HttpProbe(Check.Http check, HttpExchange exchange, Credential credential) {
        this.check = check;
        this.exchange = exchange;
        this.credential = credential;
        this.uri = requested(check.url());
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
                .compose(authorization -> exchange.get(scope, uri, authorization, this::expected))
                .map(answer -> judged(answer, scope));
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
        String text = check.expectBody();
        if (text != null && !answer.body().toString().contains(text)) {
            return Finding.fail(
                    FailureClass.BODY,
                    said + (answer.whole() ? ", without the expected text" : ", its first 64 KiB without the text"));
        }
        return Finding.pass(said);
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
