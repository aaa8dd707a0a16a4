package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.probe.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Copies and room: replicas, the watermarks, and the disks that are above them. */
final class Storage {

    private static final String THRESHOLDS = "cluster.routing.allocation.disk.threshold_enabled";
    private static final double FULL = 0.975;
    private static final int NAMED = 5;

    private Storage() {}

    /**
     * Judges it.
     *
     * @param excluded patterns of indices that may be without a replica
     */
    static List<Remark> judged(Cluster cluster, List<String> excluded) {
        List<Remark> remarks = new ArrayList<>();
        remarks.add(replicas(cluster, excluded));
        remarks.addAll(watermarks(cluster));
        return remarks;
    }

    private static Remark replicas(Cluster cluster, List<String> excluded) {
        Optional<Remark> unanswered = cluster.unanswered(Question.INDICES, "replicas");
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        List<String> without = new ArrayList<>();
        for (JsonNode row : cluster.body(Question.INDICES)) {
            String index = Fault.printable(row.path("index").asText(""));
            boolean counts = excluded.stream().noneMatch(pattern -> matches(pattern, index));
            if (counts && row.path("rep").asInt(0) == 0) {
                without.add(index);
            }
        }
        int indices = cluster.body(Question.INDICES).size();
        return without.isEmpty()
                ? Remark.ok(cluster.endpoint(), "replicas", indices + " open indices, each with a replica or excluded")
                : Remark.bad(
                        cluster.endpoint(),
                        "replicas",
                        without.size() + " of " + indices + " open indices have no replica, so that the loss of one"
                                + " node makes the cluster red: " + named(without),
                        "set index.number_of_replicas to 1 or more, or say --exclude-index where the data can be lost");
    }

    /** A pattern as clusters have them: a star is anything. */
    private static boolean matches(String pattern, String index) {
        String[] parts = pattern.split("\\*", -1);
        return index.matches(List.of(parts).stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    static String named(List<String> names) {
        String first = names.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + ", …" : first;
    }

    private static List<Remark> watermarks(Cluster cluster) {
        String about = cluster.endpoint();
        Optional<Remark> unanswered = cluster.unanswered(Question.SETTINGS, "watermarks");
        if (unanswered.isPresent()) {
            return List.of(unanswered.get());
        }
        ClusterSettings settings = ClusterSettings.of(cluster.body(Question.SETTINGS));
        if (settings.text(THRESHOLDS).orElse("true").equals("false")) {
            return List.of(Remark.bad(
                    about,
                    "watermarks",
                    "the disk thresholds are off: nodes fill up until they fail, without a flood stage before",
                    "set " + THRESHOLDS + ": true"));
        }
        Optional<Watermark> low = Watermark.of(settings, "low");
        Optional<Watermark> high = Watermark.of(settings, "high");
        Optional<Watermark> flood = Watermark.of(settings, "flood_stage");
        if (low.isEmpty() || high.isEmpty() || flood.isEmpty()) {
            return List.of(Remark.warn(
                    about,
                    "watermarks",
                    "the cluster does not say its watermarks in a way that is known here",
                    "look yourself: GET " + Question.SETTINGS.path()));
        }
        return List.of(
                sane(about, low.get(), high.get(), flood.get()), disks(cluster, low.get(), high.get(), flood.get()));
    }

    private static Remark sane(String about, Watermark low, Watermark high, Watermark flood) {
        String advice = "the defaults are 85%, 90% and 95%";
        if (low.isShare() != high.isShare() || high.isShare() != flood.isShare()) {
            return Remark.bad(about, "watermarks", "the watermarks are partly shares, partly bytes", advice);
        } else if (!low.comesBefore(high) || !high.comesBefore(flood)) {
            return Remark.bad(
                    about,
                    "watermarks",
                    "the watermarks are not in the order low, high, flood stage: shards are not moved before writes stop",
                    advice);
        } else if (flood.isShare() && flood.share() > FULL) {
            return Remark.warn(
                    about,
                    "watermarks",
                    "the flood stage is above 97.5 %: a disk that fills quickly is full before writes stop",
                    advice);
        }
        return Remark.ok(about, "watermarks", "low, high and flood stage are set, and in order");
    }

    private static Remark disks(Cluster cluster, Watermark low, Watermark high, Watermark flood) {
        Optional<Remark> unanswered = cluster.unanswered(Question.DISKS, "disks");
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        List<String> aboveLow = new ArrayList<>();
        List<String> aboveHigh = new ArrayList<>();
        boolean flooded = false;
        int known = 0;
        for (JsonNode row : cluster.body(Question.DISKS)) {
            double total = row.path("disk.total").asDouble(-1);
            double free = row.path("disk.avail").asDouble(-1);
            if (total <= 0 || free < 0) {
                // The row of the shards that are nowhere has none.
                continue;
            }
            known++;
            String name = Fault.printable(row.path("node").asText(""));
            if (free < high.freeOf(total)) {
                aboveHigh.add(name);
            } else if (free < low.freeOf(total)) {
                aboveLow.add(name);
            }
            flooded |= free < flood.freeOf(total);
        }
        String advice = "add room or delete before this side has to carry the other's load as well";
        if (!aboveHigh.isEmpty()) {
            return Remark.bad(
                    cluster.endpoint(),
                    "disks",
                    "above the " + (flooded ? "flood stage, where indices are made read-only, or the " : "")
                            + "high watermark: " + named(aboveHigh),
                    advice);
        }
        return aboveLow.isEmpty()
                ? Remark.ok(cluster.endpoint(), "disks", known + " data nodes are below the low watermark")
                : Remark.warn(
                        cluster.endpoint(),
                        "disks",
                        "above the low watermark, where no new shard is put: " + named(aboveLow),
                        advice);
    }
}
