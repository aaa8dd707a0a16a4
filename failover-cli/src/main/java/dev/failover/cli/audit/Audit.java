package dev.failover.cli.audit;

import dev.failover.event.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * All judges over what was seen of one service. Pure: the same answers always give the same remarks.
 *
 * @param zoneAttribute the node attribute that names a zone
 * @param excluded patterns of indices that may be without a replica
 */
record Audit(ServiceSpec spec, String active, String zoneAttribute, List<String> excluded) {

    Audit {
        excluded = List.copyOf(excluded);
    }

    /**
     * Judges.
     *
     * @param clusters of the endpoints that are clusters, in their order
     */
    List<Remark> judged(List<Cluster> clusters, List<TimesToLive.Answered> names) {
        List<Remark> remarks = new ArrayList<>();
        clusters.forEach(cluster -> remarks.addAll(judged(cluster)));
        clusters.stream()
                .filter(cluster -> cluster.endpoint().equals(active) && cluster.isThere())
                .forEach(first -> clusters.stream()
                        .filter(other -> !other.endpoint().equals(active) && other.isThere())
                        .forEach(other -> remarks.addAll(Pair.judged(first, other))));
        remarks.addAll(TimesToLive.judged(spec.record(), names));
        return remarks;
    }

    private List<Remark> judged(Cluster cluster) {
        if (!cluster.isThere()) {
            return List.of(Remark.bad(
                    cluster.endpoint(),
                    "answer",
                    "it cannot be audited: " + cluster.answer(Question.IDENTITY).problem(),
                    "run failover probe against it"));
        }
        List<Remark> remarks = new ArrayList<>();
        remarks.addAll(
                cluster.endpoint().equals(active)
                        ? Standing.active(cluster)
                        : Standing.standby(cluster, spec.policy().dataLoss()));
        remarks.addAll(Topology.judged(cluster, zoneAttribute));
        remarks.addAll(Storage.judged(cluster, excluded));
        remarks.addAll(Access.judged(cluster));
        return remarks;
    }
}
