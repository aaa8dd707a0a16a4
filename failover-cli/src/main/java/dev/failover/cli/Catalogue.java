package dev.failover.cli;

import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What applying a file does to the services that are there: a value that can be printed before anything is written.
 *
 * @param write the services to write, by name
 * @param remove the names of those to remove
 * @param lines what will happen to each, for people
 */
record Catalogue(List<ServiceSpec> write, List<String> remove, List<String> lines) {

    /**
     * Compares.
     *
     * @param prune whether services that the file does not name are removed
     * @throws IllegalArgumentException when a record would belong to two services (scenario 32)
     */
    static Catalogue of(Map<String, ServiceSpec> there, List<ServiceSpec> wanted, boolean prune) {
        List<ServiceSpec> write = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Map<String, ServiceSpec> after = new TreeMap<>(there);
        for (ServiceSpec spec : wanted) {
            ServiceSpec before = after.put(spec.service(), spec);
            if (!spec.equals(before)) {
                write.add(spec);
            }
            lines.add(spec.service() + " " + verb(before, spec));
        }
        for (String name : there.keySet()) {
            boolean named = wanted.stream().anyMatch(spec -> spec.service().equals(name));
            if (!named && prune) {
                remove.add(name);
                after.remove(name);
                lines.add(name + " removed; its record stays where it is");
            } else if (!named) {
                lines.add(name + " left as it is (not in the file; --prune removes it)");
            }
        }
        refuseSharedRecords(after);
        return new Catalogue(write, remove, lines);
    }

    private static String verb(@Nullable ServiceSpec before, ServiceSpec after) {
        if (before == null) {
            return "added";
        }
        return before.equals(after) ? "unchanged" : "changed";
    }

    /** Of whatever types: a name has one fence, which names one service. */
    private static void refuseSharedRecords(Map<String, ServiceSpec> services) {
        Map<String, String> owners = new HashMap<>();
        services.forEach((name, spec) -> {
            DnsRecord record = spec.record();
            String key = record.name() + " in zone " + record.zone();
            String owner = owners.put(key, name);
            if (owner != null) {
                throw new IllegalArgumentException(
                        key + " would belong to two services, " + owner + " and " + name + "; nothing was applied");
            }
        });
    }
}
