package dev.failover.probe.haproxy;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpExchange.Answer;
import dev.failover.probe.http.HttpExchange.Request;
import io.vertx.core.Future;
import java.net.URI;

/** The servers of a backend, by the CSV of HAProxy's statistics page. */
public final class HaproxyProbe implements Probe {

    private final HttpExchange exchange;
    private final Credential credential;
    private final Statistics statistics;
    private final CertificateAge age;
    private final String uri;

    public HaproxyProbe(Check.Haproxy check, URI url, HttpExchange exchange, Credential credential) {
        this.exchange = exchange;
        this.credential = credential;
        this.statistics = new Statistics(check);
        this.age = new CertificateAge(check.tls());
        this.uri = csv(url);
    }

    /** HAProxy reads its own words after a semicolon. */
    private static String csv(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return path.endsWith(";csv") ? path : path + ";csv";
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("the check's secret was not read " + scope.within()));
        return credential
                .header()
                .compose(authorization -> exchange.ask(scope, Request.get(uri, authorization), status -> status == 200))
                .map(answer -> age.judged(judged(answer, scope), answer.certificateEnds(), scope.now()));
    }

    private Finding judged(Answer answer, CheckScope scope) {
        String where = scope.place() + " after " + scope.elapsed().toMillis() + " ms";
        if (answer.status() == 401 || answer.status() == 403) {
            credential.refused();
            return Finding.refused(answer.status() + " from " + where + ": it does not take the check's credentials");
        } else if (answer.status() != 200) {
            return Finding.fail(FailureClass.HTTP_STATUS, "answered " + answer.status() + ": " + where);
        } else if (!answer.whole()) {
            return Finding.fail(FailureClass.BODY, "the statistics are longer than 64 KiB: " + where);
        }
        return statistics.judged(answer.body().toString(), where);
    }
}
