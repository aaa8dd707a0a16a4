package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.probe.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Nodes and zones: whether the cluster outlives one node and one zone. Each master-eligible node is a vote, a voting-only
 * one as well; only the others can be elected.
 *
 * @see <a href="https://www.elastic.co/docs/deploy-manage/production-guidance/availability-and-resilience">Resilience</a>
 */
final class Topology {

    private static final int NEEDED = 3;

    private final Cluster cluster;
    private final String attribute;
    private final List<Node> nodes;

    private record Node(Set<String> roles, String version, String zone) {

        boolean votes() {
            return roles.contains("master") || roles.contains("cluster_manager");
        }

        boolean canBeElected() {
            return votes() && !roles.contains("voting_only");
        }

        boolean holdsData() {
            return roles.stream().anyMatch(role -> role.equals("data") || role.startsWith("data_"));
        }

        /** Nothing but passing requests on. */
        boolean coordinates() {
            return Set.of("remote_cluster_client").containsAll(roles);
        }
    }

    private Topology(Cluster cluster, String attribute) {
        this.cluster = cluster;
        this.attribute = attribute;
        this.nodes = nodes(cluster.body(Question.NODES).path("nodes"), attribute);
    }

    /**
     * Judges it.
     *
     * @param attribute the node attribute that names a node's zone
     */
    static List<Remark> judged(Cluster cluster, String attribute) {
        Optional<Remark> unanswered = cluster.unanswered(Question.NODES, "masters");
        if (unanswered.isPresent()) {
            return List.of(unanswered.get());
        }
        Topology topology = new Topology(cluster, attribute);
        List<Remark> remarks = new ArrayList<>();
        remarks.add(topology.masters());
        remarks.add(topology.zones());
        remarks.add(topology.dataZones());
        remarks.add(topology.awareness());
        remarks.add(topology.coordinating());
        remarks.add(topology.versions());
        return remarks;
    }

    private static List<Node> nodes(JsonNode said, String attribute) {
        List<Node> nodes = new ArrayList<>();
        for (JsonNode node : said) {
            Set<String> roles = new HashSet<>();
            node.path("roles").forEach(role -> roles.add(role.asText()));
            nodes.add(new Node(
                    roles,
                    Fault.printable(node.path("version").asText("unknown")),
                    Fault.printable(node.path("attributes").path(attribute).asText(""))));
        }
        return nodes;
    }

    private Remark masters() {
        long votes = count(Node::votes);
        long electable = count(Node::canBeElected);
        String seen = votes + " master-eligible nodes"
                + (votes > electable ? ", " + (votes - electable) + " of them voting-only" : "");
        if (votes < NEEDED) {
            return bad(
                    "masters",
                    seen + ": with fewer than three the loss of one leaves no majority, and the cluster stops",
                    "have three, each in a zone of its own; one of them may be voting-only");
        } else if (electable < 2) {
            return bad(
                    "masters",
                    seen + ": when the one that can be elected is lost, nobody can take its place",
                    "let at least two of them be no voting-only nodes");
        }
        return ok("masters", seen);
    }

    private Remark zones() {
        long votes = count(Node::votes);
        if (votes == 0
                || nodes.stream().anyMatch(node -> node.votes() && node.zone().isEmpty())) {
            return bad(
                    "zones",
                    "not every master-eligible node has the attribute " + attribute
                            + ": where the votes are is not known",
                    "set node.attr." + attribute + " on every node, or name the attribute with --zone-attribute");
        }
        Map<String, Long> byZone = byZone(Node::votes);
        for (Map.Entry<String, Long> zone : byZone.entrySet()) {
            if (zone.getValue() * 2 >= votes) {
                return bad(
                        "zones",
                        "zone " + zone.getKey() + " holds " + zone.getValue() + " of " + votes
                                + " master-eligible nodes: when it is lost the others have no majority",
                        "spread them over three zones, so that none holds half of them; a small voting-only node is"
                                + " enough for the third");
            }
        }
        return ok("zones", votes + " votes in the zones " + byZone + ": no zone holds half of them");
    }

    private Remark dataZones() {
        long data = count(Node::holdsData);
        Map<String, Long> byZone = byZone(Node::holdsData);
        String advice = "have data nodes in at least two zones, with node.attr." + attribute + " set on each";
        if (byZone.isEmpty()) {
            return warn("data-zones", data + " data nodes, in zones that are not known", advice);
        }
        return byZone.size() > 1
                ? ok("data-zones", data + " data nodes in the zones " + byZone)
                : warn("data-zones", "all data nodes in one zone, " + byZone + ": its loss takes all copies", advice);
    }

    private Remark awareness() {
        Optional<Remark> unanswered = cluster.unanswered(Question.SETTINGS, "awareness");
        if (unanswered.isPresent()) {
            return unanswered.get();
        }
        ClusterSettings settings = ClusterSettings.of(cluster.body(Question.SETTINGS));
        if (settings.list("cluster.routing.allocation.awareness.attributes").contains(attribute)) {
            return ok("awareness", "copies of a shard are kept in different zones, by " + attribute);
        }
        String advice = "set cluster.routing.allocation.awareness.attributes: " + attribute;
        String sentence = "allocation awareness does not know " + attribute
                + ": a shard and its replica may lie in one zone, and be lost with it";
        return byZone(Node::holdsData).size() > 1
                ? bad("awareness", sentence, advice)
                : warn("awareness", sentence, advice);
    }

    private Remark coordinating() {
        long dedicated = count(Node::coordinates);
        return dedicated >= 2
                ? ok("coordinating", dedicated + " dedicated coordinating nodes")
                : warn(
                        "coordinating",
                        dedicated + " dedicated coordinating nodes: clients, and the probes, speak to nodes that have"
                                + " other work, and see their trouble as the cluster's",
                        "let the name point at two or more nodes with node.roles: [], in different zones");
    }

    private Remark versions() {
        Set<String> versions = new TreeSet<>();
        nodes.forEach(node -> versions.add(node.version()));
        return versions.size() == 1
                ? ok("versions", "every node is of " + versions.iterator().next())
                : warn(
                        "versions",
                        "the nodes are of " + String.join(", ", versions)
                                + ": a replica cannot go from a newer node to an older one",
                        "finish the upgrade before you rely on a failover");
    }

    private long count(Predicate<Node> what) {
        return nodes.stream().filter(what).count();
    }

    private Map<String, Long> byZone(Predicate<Node> what) {
        Map<String, Long> zones = new TreeMap<>();
        nodes.stream()
                .filter(what.and(node -> !node.zone().isEmpty()))
                .forEach(node -> zones.merge(node.zone(), 1L, Long::sum));
        return zones;
    }

    private Remark ok(String topic, String sentence) {
        return Remark.ok(cluster.endpoint(), topic, sentence);
    }

    private Remark warn(String topic, String sentence, String advice) {
        return Remark.warn(cluster.endpoint(), topic, sentence, advice);
    }

    private Remark bad(String topic, String sentence, String advice) {
        return Remark.bad(cluster.endpoint(), topic, sentence, advice);
    }
}
