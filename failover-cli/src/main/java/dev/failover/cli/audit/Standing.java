package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Check;
import dev.failover.event.Policy;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.service.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an endpoint could do its part: the active one serves and takes writes, a standby has the data and would too. */
final class Standing {

    private static final List<String> FOLLOWS =
            List.of("index.xpack.ccr.following_index", "index.plugins.replication.follower.leader_index");
    private static final List<String> BLOCKS =
            List.of("index.blocks.write", "index.blocks.read_only", "index.blocks.read_only_allow_delete");
    private static final String TAKE_OVER =
            "after a move pause, close, unfollow and open each of them, and pause the auto-follow pattern; rehearse it";

    private Standing() {}

    /**
     * Judges the endpoint that has the name by preference.
     */
    static List<Remark> active(Cluster cluster) {
        return List.of(serves(cluster), writes(cluster, true));
    }

    /**
     * Judges one that is to take the name.
     *
     * @param loss how much data a move may lose; null where the policy does not say
     */
    static List<Remark> standby(Cluster cluster, Policy.@Nullable DataLoss loss) {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(serves(cluster));
        if (cluster.checked().serves()) {
            remarks.add(freshness(cluster, loss));
        }
        remarks.add(writes(cluster, false));
        return remarks;
    }

    private static Remark serves(Cluster cluster) {
        Finding found = cluster.checked();
        return switch (found.outcome()) {
            case PASS -> Remark.ok(cluster.endpoint(), "check", "its check passes: " + found.detail());
            case WARN ->
                Remark.warn(cluster.endpoint(), "check", "its check warns: " + found.detail(), "mend what it says");
            case FAIL ->
                Remark.bad(cluster.endpoint(), "check", "its check fails: " + found.detail(), "mend what it says");
            case PROBER_ERROR ->
                Remark.warn(
                        cluster.endpoint(),
                        "check",
                        "its check cannot tell from here: " + found.detail(),
                        "run the audit where the probes run, with their secrets");
        };
    }

    private static Remark freshness(Cluster cluster, Policy.@Nullable DataLoss loss) {
        String about = cluster.endpoint();
        Finding found = cluster.checked();
        if (cluster.check().standby() == null) {
            return Remark.bad(
                    about,
                    "freshness",
                    "nothing watches how old its data is: an empty or stale cluster could get the name",
                    "give the check a standby with its freshness: ccr, restore or canary");
        } else if (found.unready() != null) {
            return Remark.bad(
                    about, "freshness", "it must not take the name: " + found.unready(), "bring its data up to date");
        }
        Double lag = found.measures().get("lagSeconds");
        if (lag == null) {
            return Remark.warn(
                    about,
                    "freshness",
                    "how old its data is cannot be told now: " + found.detail(),
                    "look at failover status, which has seen more than one look");
        }
        Duration age = Duration.ofSeconds(Math.round(lag));
        if (loss == null) {
            return Remark.warn(
                    about,
                    "freshness",
                    "its data is " + Durations.text(age) + " old, and no limit is set: a move may lose any amount",
                    "set policy.dataLoss");
        }
        return age.compareTo(loss.limit()) > 0
                ? Remark.bad(
                        about,
                        "freshness",
                        "its data is " + Durations.text(age) + " old, more than policy.dataLoss.limit "
                                + Durations.text(loss.limit()),
                        "bring its data up to date, or move with the loss in mind")
                : Remark.ok(
                        about,
                        "freshness",
                        "its data is " + Durations.text(age) + " old, within " + Durations.text(loss.limit()));
    }

    private static Remark writes(Cluster cluster, boolean active) {
        Optional<Remark> unanswered = cluster.unanswered(Question.READ_ONLY, "writes");
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        List<String> followers = new ArrayList<>();
        List<String> blocked = new ArrayList<>();
        for (Map.Entry<String, JsonNode> index :
                cluster.body(Question.READ_ONLY).properties()) {
            JsonNode settings = index.getValue().path("settings");
            if (FOLLOWS.stream().anyMatch(key -> follows(settings.path(key).asText("")))) {
                followers.add(Fault.printable(index.getKey()));
            } else if (BLOCKS.stream().anyMatch(key -> settings.path(key).asBoolean(false))) {
                blocked.add(Fault.printable(index.getKey()));
            }
        }
        return followers.isEmpty() ? blocks(cluster, blocked) : followers(cluster, active, followers);
    }

    /** A flag in Elasticsearch, the leader's name in OpenSearch. */
    private static boolean follows(String value) {
        return !value.isEmpty() && !value.equals("false");
    }

    private static Remark blocks(Cluster cluster, List<String> blocked) {
        return blocked.isEmpty()
                ? Remark.ok(cluster.endpoint(), "writes", "no index is read-only")
                : Remark.bad(
                        cluster.endpoint(),
                        "writes",
                        blocked.size() + " indices are read-only: " + Storage.named(blocked),
                        "find out why (the flood stage, a person, an index life cycle) and lift the blocks");
    }

    private static Remark followers(Cluster cluster, boolean active, List<String> followers) {
        String about = cluster.endpoint();
        String seen =
                followers.size() + " indices follow another cluster and take no writes: " + Storage.named(followers);
        Check.Elasticsearch.@Nullable Standby standby = cluster.check().standby();
        if (active) {
            return Remark.bad(about, "writes", "it has the name by preference, and " + seen, TAKE_OVER);
        } else if (standby == null) {
            return Remark.bad(
                    about,
                    "writes",
                    seen + "; a DNS switch alone gives a read-only standby, and the check does not know it",
                    "give the check a standby, so that this makes it unready; " + TAKE_OVER);
        }
        return standby.takesWrites()
                ? Remark.warn(
                        about,
                        "writes",
                        seen + "; a DNS switch alone gives a read-only standby, so that it does not take the name by"
                                + " itself",
                        TAKE_OVER + "; or set check.standby.writes: false where readers are enough")
                : Remark.ok(about, "writes", seen + ", as check.standby.writes: false says");
    }
}
