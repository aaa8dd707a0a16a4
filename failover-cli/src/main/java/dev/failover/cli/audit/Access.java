package dev.failover.cli.audit;

import dev.failover.event.Check;
import dev.failover.probe.Fault;
import java.util.List;

/** Who may speak to the cluster, whether others can listen, and whether the check would notice another cluster. */
final class Access {

    private Access() {}

    static List<Remark> judged(Cluster cluster) {
        return List.of(security(cluster), transport(cluster), identity(cluster));
    }

    private static Remark security(Cluster cluster) {
        return cluster.asNobody().isThere()
                ? Remark.bad(
                        cluster.endpoint(),
                        "security",
                        "it answers whoever reaches it: anybody there may read, change and delete",
                        "turn security on (xpack.security.enabled, or OpenSearch's security plugin) and give the check an"
                                + " auth of its own that may only monitor")
                : Remark.ok(cluster.endpoint(), "security", "it does not answer without credentials");
    }

    private static Remark transport(Cluster cluster) {
        Check.Elasticsearch check = cluster.check();
        if ("https".equals(check.url().getScheme())) {
            return Remark.ok(cluster.endpoint(), "tls", "spoken to with TLS, and its certificate is verified");
        }
        String advice = "turn on TLS for HTTP and write the check's url with https://";
        return check.auth() == null
                ? Remark.warn(cluster.endpoint(), "tls", "spoken to without TLS: who is on the way reads along", advice)
                : Remark.bad(
                        cluster.endpoint(),
                        "tls",
                        "spoken to without TLS: the check's credentials can be read on the way",
                        advice);
    }

    private static Remark identity(Cluster cluster) {
        Check.Elasticsearch check = cluster.check();
        return check.clusterUuid() != null || check.clusterName() != null
                ? Remark.ok(cluster.endpoint(), "identity", "the check notices when another cluster answers")
                : Remark.warn(
                        cluster.endpoint(),
                        "identity",
                        "the check takes any cluster for this one: a wrong address or route is not noticed",
                        "set check.clusterUuid: " + Fault.printable(cluster.uuid()));
    }
}
