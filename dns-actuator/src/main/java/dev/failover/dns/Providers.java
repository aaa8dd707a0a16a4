package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers of a process: each record's own is asked. Closes none of them. */
public final class Providers implements DnsProvider {

    private final Map<DnsRecord.Provider, DnsProvider> setUp;
    private final Map<DnsRecord.Provider, String> settings;

    /**
     * Those that are set up.
     *
     * @param settings what has to be set for each of the others
     */
    public Providers(Map<DnsRecord.Provider, DnsProvider> setUp, Map<DnsRecord.Provider, String> settings) {
        this.setUp = Map.copyOf(setUp);
        this.settings = Map.copyOf(settings);
    }

    @Override
    public Found find(DnsRecord record) {
        return of(record).find(record);
    }

    /** A zone may have records of several. */
    @Override
    public List<Found> findAll(List<DnsRecord> records) {
        Map<DnsRecord, Found> found = new HashMap<>();
        byProvider(records, record -> record).values().forEach(own -> {
            List<Found> answers = of(own.get(0)).findAll(own);
            for (int i = 0; i < own.size(); i++) {
                found.put(own.get(i), answers.get(i));
            }
        });
        return records.stream()
                .map(record -> Objects.requireNonNull(found.get(record), record.name()))
                .toList();
    }

    @Override
    public List<List<Plan>> batches(List<Plan> plans) {
        List<List<Plan>> batches = new ArrayList<>();
        byProvider(plans, Plan::record)
                .values()
                .forEach(own -> batches.addAll(of(own.get(0).record()).batches(own)));
        return batches;
    }

    private static <T> Map<DnsRecord.Provider, List<T>> byProvider(List<T> all, Function<T, DnsRecord> record) {
        return all.stream()
                .collect(Collectors.groupingBy(
                        each -> record.apply(each).provider(), LinkedHashMap::new, Collectors.toList()));
    }

    @Override
    public String apply(List<Plan> plans) {
        return of(plans.get(0).record()).apply(plans);
    }

    @Override
    public void rewrite(DnsRecord record, FenceSnapshot fence) {
        of(record).rewrite(record, fence);
    }

    @Override
    public String removeFence(DnsRecord record, FenceSnapshot fence) {
        return of(record).removeFence(record, fence);
    }

    @Override
    public Progress progress(DnsRecord record, String changeId) {
        return of(record).progress(record, changeId);
    }

    @Override
    public boolean fencesInZone(DnsRecord record) {
        return of(record).fencesInZone(record);
    }

    @Override
    public List<String> nameServers(DnsRecord record) {
        return of(record).nameServers(record);
    }

    private DnsProvider of(DnsRecord record) {
        DnsProvider provider = setUp.get(record.provider());
        if (provider == null) {
            String what = settings.getOrDefault(record.provider(), "");
            throw new DnsProviderException(
                    Kind.DENIED,
                    record.name() + " is moved by " + record.provider() + ", which is not set up here"
                            + (what.isEmpty() ? "" : ": set " + what));
        }
        return provider;
    }

    @Override
    public void close() {}
}
