package dev.failover.dns.route53;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What a person sees and does in a zone of Route 53. */
public final class Route53ByHand {

    private final Route53Client client;
    private final String zone;

    public Route53ByHand(Route53Client client, String zone) {
        this.client = client;
        this.zone = zone;
    }

    /** A simple set, whatever was there. */
    public void put(String name, RRType type, long ttl, String... values) {
        put(ResourceRecordSet.builder()
                .name(name)
                .type(type)
                .ttl(ttl)
                .resourceRecords(Arrays.stream(values)
                        .map(value -> ResourceRecord.builder().value(value).build())
                        .toList())
                .build());
    }

    public void put(ResourceRecordSet set) {
        change(ChangeAction.UPSERT, List.of(set));
    }

    public void delete(String name, RRType type) {
        change(ChangeAction.DELETE, set(name, type).stream().toList());
    }

    /** All sets of a name and of those below it. */
    void deleteBelow(String domain) {
        List<ResourceRecordSet> sets = all(domain).stream()
                .filter(set -> set.name().equals(domain + ".") || set.name().endsWith("." + domain + "."))
                .toList();
        change(ChangeAction.DELETE, sets);
    }

    private void change(ChangeAction action, List<ResourceRecordSet> sets) {
        if (!sets.isEmpty()) {
            client.changeResourceRecordSets(request -> request.hostedZoneId(zone)
                    .changeBatch(batch -> batch.changes(sets.stream()
                            .map(set -> Change.builder()
                                    .action(action)
                                    .resourceRecordSet(set)
                                    .build())
                            .toList())));
        }
    }

    /** The set of this name, with or without its octal escapes, and type. */
    public Optional<ResourceRecordSet> set(String name, RRType type) {
        String escaped = name.replace("*", "\\052") + ".";
        return all(name).stream()
                .filter(set -> set.name().equals(escaped) && set.type() == type)
                .findFirst();
    }

    /** Those from this name on. */
    private List<ResourceRecordSet> all(String name) {
        return client
                .listResourceRecordSetsPaginator(
                        request -> request.hostedZoneId(zone).startRecordName(name + "."))
                .resourceRecordSets()
                .stream()
                .toList();
    }

    public List<String> values(String name, RRType type) {
        return set(name, type).stream()
                .flatMap(set -> set.resourceRecords().stream())
                .map(ResourceRecord::value)
                .toList();
    }
}
