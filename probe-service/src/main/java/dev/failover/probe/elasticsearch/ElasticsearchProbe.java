package dev.failover.probe.elasticsearch;

import dev.failover.event.Check;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpExchange.Answer;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * {@code GET /_cluster/health} of Elasticsearch or OpenSearch, judged by {@link ClusterHealth}. The cluster is given less
 * time than the check has, so that a cluster without a master says so itself (scenario 8).
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health">Cluster health</a>
 */
public final class ElasticsearchProbe implements Probe {

    private final HttpExchange exchange;
    private final Credential credential;
    private final ClusterHealth health;
    private final String uri;

    public ElasticsearchProbe(
            Check.Elasticsearch check, HttpExchange exchange, Credential credential, Duration timeout) {
        this.exchange = exchange;
        this.credential = credential;
        this.health = new ClusterHealth(check.tolerated(), check.clusterName());
        long millis = Math.max(1, timeout.toMillis() * 7 / 10);
        this.uri = root(check) + "/_cluster/health?timeout=" + millis + "ms&master_timeout=" + millis + "ms";
    }

    private static String root(Check.Elasticsearch check) {
        String path = check.url().getRawPath() == null ? "" : check.url().getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("the check's secret was not read " + scope.within()));
        return credential
                .header()
                .compose(authorization -> exchange.get(scope, uri, authorization, ElasticsearchProbe::spoken))
                .map(answer -> judged(answer, scope));
    }

    /** Whether Elasticsearch itself may have made an answer with this status. */
    private static boolean spoken(int status) {
        return status == 200 || status == 408 || status == 503;
    }

    private Finding judged(Answer answer, CheckScope scope) {
        String where = scope.place() + " after " + scope.elapsed().toMillis() + " ms";
        if (answer.status() == 401 || answer.status() == 403) {
            credential.refused();
            return Finding.refused(answer.status() + " from " + where + ": it does not take the check's credentials");
        }
        return health.judged(answer, where);
    }
}
