package dev.failover.probe.elasticsearch;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CertificateAge;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpExchange.Answer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET /_cluster/health} of Elasticsearch or OpenSearch, judged by {@link ClusterHealth}; where the cluster serves by
 * that, one after the other what else the check asks for. The cluster is given less time than the check has, so that a
 * cluster without a master says so itself (scenario 8).
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health">Cluster health</a>
 */
public final class ElasticsearchProbe implements Probe {

    private final HttpExchange exchange;
    private final Credential credential;
    private final ClusterHealth health;
    private final CertificateAge age;
    private final String root;
    private final String healthPath;
    private final List<Look> looks;

    /** One more thing that is looked at in a cluster that serves; adds to what was found. */
    @FunctionalInterface
    interface Look {
        Future<Finding> at(Conversation cluster);

        /** Whether the endpoint fails where this gets no answer; what only tells of it is done without. */
        default boolean judges() {
            return true;
        }
    }

    /**
     * A probe.
     *
     * @param location what the canary document is called after
     */
    public ElasticsearchProbe(
            Check.Elasticsearch check, HttpExchange exchange, Credential credential, String location) {
        this.exchange = exchange;
        this.credential = credential;
        this.health = new ClusterHealth(check);
        this.age = new CertificateAge(check.tls());
        this.root = root(check);
        this.healthPath =
                "/_cluster/health" + (check.indices().isEmpty() ? "" : "/" + String.join(",", check.indices()));
        this.looks = looks(check, location);
    }

    static String root(Check.Elasticsearch check) {
        String path = check.url().getRawPath() == null ? "" : check.url().getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static List<Look> looks(Check.Elasticsearch check, String location) {
        List<Look> looks = new ArrayList<>();
        if (check.clusterUuid() != null) {
            looks.add(new Identity(check.clusterUuid()));
        }
        if (!check.indicators().isEmpty()) {
            looks.add(new HealthReport(check.indicators()));
        }
        Check.Elasticsearch.Canary canary = check.canary();
        if (canary != null && canary.writes()) {
            looks.add(new WriteCanary(canary.index(), location, check.standby() != null));
        }
        if (canary != null && canary.searches()) {
            looks.add(new SearchCanary(canary.index()));
        }
        if (check.nodes() != null && check.nodes().maxDiskPercent() != null) {
            looks.add(new Disks(check.nodes().maxDiskPercent()));
        }
        Check.Elasticsearch.Standby standby = check.standby();
        if (standby != null) {
            if (standby.takesWrites()) {
                looks.add(new Writable(standby.indices()));
            }
            looks.add(Freshness.of(standby, location));
        }
        if (check.tellsTraffic()) {
            looks.add(new Traffic());
        }
        return List.copyOf(looks);
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("the check's secret was not read " + scope.within()));
        return credential
                .header()
                .map(authorization -> new Conversation(scope, exchange, credential, authorization, root))
                .compose(this::healthOf);
    }

    private Future<Finding> healthOf(Conversation cluster) {
        long millis = cluster.clusterMillis();
        return cluster.answer(
                        healthPath + "?timeout=" + millis + "ms&master_timeout=" + millis + "ms",
                        ElasticsearchProbe::spoken)
                .compose(answer -> goOn(cluster, judged(answer, cluster.scope()), 0));
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
        return age.judged(health.judged(answer, where), answer.certificateEnds(), scope.now());
    }

    private Future<Finding> goOn(Conversation cluster, Finding found, int next) {
        return next == looks.size() || !found.serves()
                ? Future.succeededFuture(found)
                : looked(cluster, looks.get(next), found).compose(seen -> goOn(cluster, found.and(seen), next + 1));
    }

    /** What judges comes first, so that nothing is left to fail once something was done without. */
    private static Future<Finding> looked(Conversation cluster, Look look, Finding found) {
        if (look.judges()) {
            return look.at(cluster);
        }
        CheckScope scope = cluster.scope();
        scope.settles(found.and(
                Finding.warn(FailureClass.TIMEOUT, "what it says of itself was not whole " + scope.within())));
        return look.at(cluster)
                .recover(e -> Future.succeededFuture(Finding.warn(
                        FailureClass.BODY,
                        "what it says of itself could not be read: "
                                + Fault.found(e, scope).detail())));
    }
}
