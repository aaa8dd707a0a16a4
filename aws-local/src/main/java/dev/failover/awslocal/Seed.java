package dev.failover.awslocal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.awslocal.iam.Policies;
import dev.failover.awslocal.iam.Policy;
import dev.failover.awslocal.route53.DomainName;
import dev.failover.awslocal.route53.Zones;
import dev.failover.awslocal.sns.Topics;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What aws-local starts with: zones with fixed ids, their record sets, and topics. All problems are reported at once. */
final class Seed {

    private static final long MAX_BYTES = 10_000_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The seed's keys of a record set and the elements of the API that they stand for. */
    private static final Map<String, String> RECORD_KEYS = Map.ofEntries(
            Map.entry("name", "Name"),
            Map.entry("type", "Type"),
            Map.entry("ttl", "TTL"),
            Map.entry("setIdentifier", "SetIdentifier"),
            Map.entry("weight", "Weight"),
            Map.entry("region", "Region"),
            Map.entry("failover", "Failover"),
            Map.entry("multiValueAnswer", "MultiValueAnswer"));

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    private Seed(JsonNode root) {
        this.root = root;
    }

    static Seed read(@Nullable Path file) {
        if (file == null) {
            return new Seed(MAPPER.createObjectNode());
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new SettingsException(List.of(file + ": larger than " + MAX_BYTES + " bytes"));
            }
            return new Seed(MAPPER.readTree(Files.readAllBytes(file)));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new SettingsException(List.of(file + " line " + line + ": no JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new SettingsException(List.of(file + " cannot be read: " + e.getMessage()));
        }
    }

    void into(Zones zones, Topics topics, Policies policies) {
        checkKeys("the seed", root, Set.of("zones", "topics", "policies"));
        int number = 0;
        for (JsonNode zone : root.path("zones")) {
            addZone("zones[" + number++ + "]", zone, zones);
        }
        for (JsonNode topic : root.path("topics")) {
            attempt("topics", () -> topics.seed(topic.asText()));
        }
        root.path("policies")
                .properties()
                .forEach(policy -> attempt(
                        "policies." + policy.getKey(),
                        () -> policies.enforce(policy.getKey(), Policy.of(policy.getValue()))));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    private void addZone(String where, JsonNode zone, Zones zones) {
        checkKeys(where, zone, Set.of("id", "name", "records"));
        String id = zone.path("id").asText();
        if (!id.matches("Z[A-Z0-9]{0,31}")) {
            problems.add(where + ": id must be Z and up to 31 of A-Z 0-9, was '" + id + "'");
            return;
        }
        List<Xml> sets = new ArrayList<>();
        for (JsonNode record : zone.path("records")) {
            sets.add(recordSet(where, record));
        }
        attempt(where, () -> zones.seed(id, DomainName.parse(zone.path("name").asText()), sets));
    }

    private Xml recordSet(String where, JsonNode record) {
        Xml.Builder set = Xml.element("ResourceRecordSet");
        record.properties().forEach(field -> {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "values" -> set.add(values(value));
                case "alias" -> set.add(alias(value));
                default -> {
                    String element = RECORD_KEYS.get(field.getKey());
                    if (element == null) {
                        problems.add(
                                where + ": a record has the unknown key '" + field.getKey() + "'; known are "
                                        + "name, type, ttl, values, alias, setIdentifier, weight, region, failover, multiValueAnswer");
                    } else {
                        set.add(element, value.asText());
                    }
                }
            }
        });
        return set.build();
    }

    private static Xml values(JsonNode values) {
        List<Xml> records = new ArrayList<>();
        values.forEach(value -> records.add(Xml.of("ResourceRecord", Xml.text("Value", value.asText()))));
        return Xml.of("ResourceRecords", records);
    }

    private static Xml alias(JsonNode alias) {
        return Xml.of(
                "AliasTarget",
                Xml.text("HostedZoneId", alias.path("hostedZoneId").asText()),
                Xml.text("DNSName", alias.path("dnsName").asText()),
                Xml.text(
                        "EvaluateTargetHealth",
                        alias.path("evaluateTargetHealth").asBoolean()));
    }

    private void checkKeys(String where, JsonNode object, Set<String> known) {
        if (!object.isObject()) {
            problems.add(where + " must be a JSON object");
        }
        object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !known.contains(key))
                .forEach(key -> problems.add(where + " has the unknown key '" + key + "'; known are "
                        + String.join(", ", known.stream().sorted().toList())));
    }

    private void attempt(String where, Runnable step) {
        try {
            step.run();
        } catch (AwsException | IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
        }
    }
}
