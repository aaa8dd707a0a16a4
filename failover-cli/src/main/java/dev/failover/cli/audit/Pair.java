package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.probe.Fault;
import java.util.List;

/**
 * The active cluster and one standby held against each other: whether they are two, and whether data of the one can be
 * used by the other, by snapshots as by replication.
 *
 * @see <a href="https://www.elastic.co/docs/deploy-manage/tools/snapshot-and-restore#snapshot-compatibility">Snapshot
 *     compatibility</a>
 */
final class Pair {

    private static final String NOT_FORMED = "_na_";

    private final Cluster active;
    private final Cluster standby;

    private Pair(Cluster active, Cluster standby) {
        this.active = active;
        this.standby = standby;
    }

    static List<Remark> judged(Cluster active, Cluster standby) {
        Pair pair = new Pair(active, standby);
        return List.of(pair.uuids(), pair.versions());
    }

    private Remark uuids() {
        String both = active.endpoint() + " and " + standby.endpoint();
        for (Cluster cluster : List.of(active, standby)) {
            if (cluster.uuid().isEmpty() || cluster.uuid().equals(NOT_FORMED)) {
                return bad("uuid", cluster.endpoint() + " has formed no cluster yet", "let its nodes find each other");
            }
        }
        return active.uuid().equals(standby.uuid())
                ? bad(
                        "uuid",
                        both + " are one and the same cluster, " + Fault.printable(active.uuid())
                                + ": a failover leads back to what has failed",
                        "mend the url of one of the checks, or the network between")
                : Remark.ok("endpoints", "uuid", both + " are two clusters");
    }

    private Remark versions() {
        Version from = active.version();
        Version to = standby.version();
        String seen = active.endpoint() + " is " + from + ", " + standby.endpoint() + " " + to;
        if (!from.isKnown() || !to.isKnown()) {
            return Remark.warn(
                    "endpoints",
                    "compatibility",
                    "one of the endpoints does not tell its version",
                    "look yourself: GET /");
        } else if (from.openSearch() != to.openSearch()) {
            return otherProduct(seen, from);
        } else if (to.compareTo(from) < 0) {
            return bad(
                    "compatibility",
                    seen + ": the older restores no snapshot of the newer and follows none of its indices",
                    "upgrade " + standby.endpoint() + " first, to the same version or a newer one");
        } else if (oldest() > 0 && oldest() < to.oldestIndex()) {
            return bad(
                    "compatibility",
                    seen + ": " + active.endpoint() + " has indices of version " + oldest() + ", and "
                            + standby.endpoint() + " reads those from " + to.oldestIndex() + " on",
                    "reindex them before");
        }
        return to.compareTo(from) == 0
                ? Remark.ok("endpoints", "compatibility", seen + ": data goes both ways")
                : Remark.warn(
                        "endpoints",
                        "compatibility",
                        seen + ": what is written to the newer cannot come back by a snapshot or replication",
                        "upgrade " + active.endpoint() + " as well, before a failback is needed");
    }

    /** OpenSearch was made from 7.10, and reads what that and older ones wrote. */
    private Remark otherProduct(String seen, Version from) {
        boolean readable = !from.openSearch() && (from.major() < 7 || (from.major() == 7 && from.minor() <= 10));
        return readable
                ? Remark.warn(
                        "endpoints",
                        "compatibility",
                        seen + ": its snapshots can be restored there, and nothing ever comes back",
                        "count on no failback of data")
                : bad(
                        "compatibility",
                        seen + ": neither snapshots nor replication go from one to the other",
                        "keep the standby up to date by writing to both, or use one product");
    }

    /** The oldest major version of the active cluster's indices; 0 where it does not say. */
    private int oldest() {
        int oldest = 0;
        for (JsonNode version : active.body(Question.AGES).path("indices").path("versions")) {
            int major = Version.majorOf(version.path("version").asText(""));
            oldest = oldest == 0 ? major : Math.min(oldest, major);
        }
        return oldest;
    }

    private static Remark bad(String topic, String sentence, String advice) {
        return Remark.bad("endpoints", topic, sentence, advice);
    }
}
