package dev.failover.cli.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.service.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against the reader. */
class ConfigurationDocTest {

    private static final Path DOC = Path.of("../docs/configuration.md");

    @Test
    void theTableHasEveryKeyThatIsKnownAndNoOther() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Form form : Form.values()) {
            known.addAll(form.paths());
        }

        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theTableHasTheDefaults() throws IOException {
        Policy policy = Policy.DEFAULT;
        Policy.Thresholds thresholds = Policy.Thresholds.DEFAULT;

        assertDefault("record.provider", Words.of(DnsRecord.Provider.ROUTE_53));
        assertDefault("record.routing", Words.of(DnsRecord.Routing.SIMPLE));
        assertDefault("probing.interval", Durations.text(Probing.DEFAULT.interval()));
        assertDefault("probing.confirmInterval", Durations.text(Probing.DEFAULT.confirmInterval()));
        assertDefault("probing.timeout", Durations.text(Probing.DEFAULT.timeout()));
        assertDefault("endpoints[].check.tls.warnDays", Check.Tls.WARN.toDays());
        assertDefault("policy.mode", Words.of(policy.mode()));
        assertDefault("policy.thresholds.down", thresholds.down());
        assertDefault("policy.thresholds.forgive", thresholds.forgive());
        assertDefault("policy.thresholds.up", thresholds.up());
        assertDefault("policy.thresholds.windowFailures", thresholds.windowFailures());
        assertDefault("policy.thresholds.windowSize", thresholds.windowSize());
        assertDefault("policy.minLocations", policy.minLocations());
        assertDefault("policy.staleAfter", Durations.text(policy.staleAfter()));
        assertDefault("policy.coolDown", Durations.text(policy.coolDown()));
        assertDefault("policy.failback.automatic", policy.failback().automatic());
        assertDefault(
                "policy.failback.stableFor", Durations.text(policy.failback().stableFor()));
        assertDefault("policy.intentTimeout", Durations.text(policy.intentTimeout()));
        assertDefault("policy.warmUp", Durations.text(policy.warmUp()));
        assertDefault("policy.coolDownMax", Durations.text(policy.coolDownMax()));
        assertDefault("policy.emergency", policy.emergency());
        assertDefault("policy.steadyFor", Durations.text(policy.steadyFor()));
        assertDefault("policy.flapping.falls", policy.flapping().falls());
        assertDefault("policy.flapping.within", Durations.text(policy.flapping().within()));
        assertDefault("policy.fleetBrake", Words.of(policy.fleetBrake()));
    }

    @Test
    void theTableHasTheWords() throws IOException {
        assertWords(
                "policy.mode",
                Arrays.stream(Policy.Mode.values()).map(Words::of).toList());
        assertWords(
                "policy.dataLoss.beyond",
                Arrays.stream(Policy.DataLoss.Beyond.values()).map(Words::of).toList());
        assertWords(
                "policy.fleetBrake",
                Arrays.stream(Policy.FleetBrake.values()).map(Words::of).toList());
        assertWords(
                "record.type",
                Arrays.stream(DnsRecord.RecordType.values()).map(Enum::name).toList());
        assertWords(
                "record.provider",
                Arrays.stream(DnsRecord.Provider.values()).map(Words::of).toList());
        assertWords(
                "record.routing",
                Arrays.stream(DnsRecord.Routing.values()).map(Words::of).toList());
        assertWords(
                "endpoints[].check.auth.scheme",
                Arrays.stream(Check.Auth.Scheme.values()).map(Words::of).toList());
        assertWords(
                "endpoints[].check.standby.freshness",
                Arrays.stream(Check.Elasticsearch.Standby.Freshness.values())
                        .map(Words::of)
                        .toList());
        assertWords(
                "endpoints[].check.tolerate",
                Arrays.stream(Check.Elasticsearch.Colour.values())
                        .map(Words::of)
                        .toList());
    }

    private static void assertDefault(String key, Object value) throws IOException {
        assertThat(cell(key, 2)).as(key).isEqualTo(value.toString());
    }

    private static void assertWords(String key, List<String> words) throws IOException {
        assertThat(cell(key, 3)).as(key).endsWith(String.join(", ", words));
    }

    private static String cell(String key, int column) throws IOException {
        List<String> row = rows().getOrDefault("services[]." + key, List.of());
        assertThat(row).as("the row of %s", key).hasSizeGreaterThan(column);
        return row.get(column);
    }

    /** The cells of each row, by key. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(DOC)) {
            List<String> cells = Arrays.stream(line.split("\\|", -1))
                    .skip(1)
                    .map(String::strip)
                    .toList();
            if (!cells.isEmpty() && cells.get(0).contains("`")) {
                String key = cells.get(0).replace("`", "").replace("*", "");
                assertThat(rows.put(key, cells)).as("%s stands once", key).isNull();
            }
        }
        return rows;
    }
}
