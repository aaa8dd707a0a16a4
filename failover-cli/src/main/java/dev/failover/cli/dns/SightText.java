package dev.failover.cli.dns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.dns.Sight;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A name as it is shown: first whether anything is wrong, then what is known, then what can be done. */
final class SightText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServiceSpec spec;
    private final Sight sight;
    private final StringBuilder text = new StringBuilder();

    SightText(ServiceSpec spec, Sight sight) {
        this.spec = spec;
        this.sight = sight;
    }

    /**
     * For people.
     *
     * @param file the services.yaml, for the command that is offered
     */
    String lines(String file) {
        DnsRecord record = spec.record();
        text.append(spec.service())
                .append(": ")
                .append(record.name())
                .append(' ')
                .append(record.type());
        text.append(" in zone ")
                .append(record.zone())
                .append(", ")
                .append(word(record.routing()))
                .append("\n\n");
        line("name has", sight.endpoint().orElse("NOT KNOWN, see below"));
        sight.problems().forEach(problem -> line("PROBLEM", problem));
        if (sight.problems().isEmpty()) {
            line("problems", "none");
        }
        sight.remarks().forEach(remark -> line("note", remark));
        text.append('\n');
        spec.endpoints().forEach(endpoint -> line("endpoint", shown(endpoint)));
        sets().forEach(set -> line("in zone", shown(set)));
        line("fence", sight.found().fence().map(SightText::shown).orElse("none"));
        sight.servers().forEach(server -> line("server", shown(server)));
        others().ifPresent(other -> text.append("\nTo move it: failover dns move ")
                .append(spec.service())
                .append(" --to ")
                .append(other)
                .append(" --reason WHY -f ")
                .append(file)
                .append(" --dry-run\n"));
        return text.toString().stripTrailing();
    }

    private void line(String what, String value) {
        text.append(String.format(Locale.ROOT, "  %-9s %s%n", what, value));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private List<RecordSet> sets() {
        return sight.found().record().map(RecordSnapshot::sets).orElse(List.of());
    }

    private String shown(Endpoint endpoint) {
        boolean has = sight.endpoint().filter(endpoint.name()::equals).isPresent();
        return endpoint.name() + " is " + endpoint.target() + (has ? "   <- has the name" : "");
    }

    /** A set with its TTL and check. */
    static String shown(RecordSet set) {
        Duration ttl = set.ttl();
        String check = set.healthCheckId();
        return set
                + (ttl == null ? "" : ", TTL " + ttl.toSeconds() + " s")
                + (check == null ? "" : ", health check " + check);
    }

    private static String shown(FenceSnapshot fence) {
        return fence.fence()
                .map(each -> "epoch " + each.epoch() + ", target " + each.target()
                        + each.part()
                                .map(part -> ", " + part.endpoint() + " has " + part.share() + " %")
                                .orElse("")
                        + ", decision " + each.decision()
                        + ", owner " + each.owner() + ", service " + each.service())
                .orElse("NO FENCE: '" + fence.text() + "'");
    }

    private String shown(Sight.Server server) {
        return server.name() + " "
                + server.silence()
                        .map(why -> "does not answer: " + why)
                        .orElseGet(() -> "answers " + words(server.values()) + "; " + fenceAt(server));
    }

    private String fenceAt(Sight.Server server) {
        List<String> own =
                sight.found().fence().map(FenceSnapshot::text).stream().toList();
        return List.copyOf(server.fences()).equals(own) ? "fence as above" : "fence " + words(server.fences());
    }

    private static String words(Collection<String> values) {
        return values.isEmpty() ? "nothing" : String.join(", ", values);
    }

    private Optional<String> others() {
        return sight.endpoint()
                .flatMap(has -> spec.endpoints().stream()
                        .map(Endpoint::name)
                        .filter(name -> !name.equals(has))
                        .findFirst());
    }

    /** For machines. */
    String json() throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("service", spec.service());
        root.put("zone", spec.record().zone());
        root.put("name", spec.record().name());
        root.put("type", spec.record().type().name());
        root.put("endpoint", sight.endpoint().orElse(null));
        ArrayNode sets = root.putArray("sets");
        sets().forEach(set -> sets.add(shown(set)));
        sight.found().fence().ifPresent(fence -> describe(fence, root.putObject("fence")));
        ArrayNode servers = root.putArray("servers");
        sight.servers().forEach(server -> describe(server, servers.addObject()));
        fill(root.putArray("problems"), sight.problems());
        fill(root.putArray("remarks"), sight.remarks());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void describe(FenceSnapshot snapshot, ObjectNode node) {
        node.put("text", snapshot.text());
        Optional<Fence> fence = snapshot.fence();
        fence.ifPresent(each -> node.put("owner", each.owner())
                .put("service", each.service())
                .put("epoch", each.epoch())
                .put("decision", each.decision())
                .put("target", each.target()));
        fence.flatMap(Fence::part)
                .ifPresent(part ->
                        node.putObject("part").put("endpoint", part.endpoint()).put("share", part.share()));
    }

    private static void describe(Sight.Server server, ObjectNode node) {
        node.put("name", server.name());
        fill(node.putArray("values"), server.values());
        fill(node.putArray("fences"), server.fences());
        node.put("silence", server.silence().orElse(null));
    }

    private static void fill(ArrayNode array, Collection<String> values) {
        values.forEach(array::add);
    }
}
