package dev.failover.dns.route53;

import dev.failover.aws.AwsClients;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.Gate;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import dev.failover.service.AwsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.DelegationSet;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Amazon Route 53 through AWS SDK v2. The SDK repeats nothing by itself: after a lost answer its repetition of a
 * compare-and-swap would report a conflict that is none, and it repeats PriorRequestNotComplete without waiting.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">
 *     ChangeResourceRecordSets</a>
 */
public final class Route53Provider implements DnsProvider {

    /** The longest that a call may take. */
    public static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    /** A record's sets and its fence's are listed, and both are changed in one batch. */
    public static final int CALLS_A_MOVE = 3;

    /** Within this all name servers have a change, as a rule; AWS promises no time. */
    public static final Duration PROPAGATION = Duration.ofSeconds(60);

    /** A name has a handful of record sets; more than this is not read. */
    private static final int MOST_PAGES = 4;

    /** So many sets a page, at most. */
    private static final int PAGE = 300;

    /** For so few the zone's size is not asked for. */
    private static final int FEW = 2;

    private final Route53Client client;
    private final Gate gate;

    public Route53Provider(AwsSettings settings) {
        this(client(settings), Gate.OPEN);
    }

    private Route53Provider(Route53Client client, Gate gate) {
        this.client = client;
        this.gate = gate;
    }

    /** The same, with each request through a gate; closing either closes both. */
    public Route53Provider through(Gate next) {
        return new Route53Provider(client, next);
    }

    /** A client whose calls end within some seconds, and are made once. */
    static Route53Client client(AwsSettings settings) {
        return AwsClients.build(
                Route53Client.builder(), Region.AWS_GLOBAL, settings, Duration.ofSeconds(3), CALL_LIMIT);
    }

    @Override
    public Found find(DnsRecord record) {
        return RecordSets.found(
                record, setsAt(record.zone(), record.name()), setsAt(record.zone(), record.fenceName()));
    }

    /** One list a name, or the whole zone page by page, whichever takes fewer requests. */
    @Override
    public List<Found> findAll(List<DnsRecord> records) {
        if (records.size() <= FEW) {
            return records.stream().map(this::find).toList();
        }
        String zone = records.get(0).zone();
        long pages = 1 + recordSets(zone) / PAGE;
        return pages < 2L * records.size()
                ? inWholeZone(zone, records)
                : records.stream().map(this::find).toList();
    }

    private long recordSets(String zone) {
        return read(() -> client.getHostedZone(request -> request.id(zone)))
                .hostedZone()
                .resourceRecordSetCount();
    }

    private List<Found> inWholeZone(String zone, List<DnsRecord> records) {
        Map<String, List<ResourceRecordSet>> sets = new HashMap<>();
        for (DnsRecord record : records) {
            sets.put(record.name(), new ArrayList<>());
            sets.put(record.fenceName(), new ArrayList<>());
        }
        @Nullable ListResourceRecordSetsResponse page = null;
        do {
            ListResourceRecordSetsResponse last = page;
            page = read(() -> list(zone, null, last));
            for (ResourceRecordSet set : page.resourceRecordSets()) {
                Optional.ofNullable(sets.get(Route53Names.normalise(set.name())))
                        .ifPresent(at -> at.add(set));
            }
        } while (page.isTruncated());
        return records.stream()
                .map(record -> RecordSets.found(
                        record,
                        sets.getOrDefault(record.name(), List.of()),
                        sets.getOrDefault(record.fenceName(), List.of())))
                .toList();
    }

    /** All sets of exactly this name: the list begins there and goes on with others. */
    private List<ResourceRecordSet> setsAt(String zone, String name) {
        List<ResourceRecordSet> sets = new ArrayList<>();
        @Nullable ListResourceRecordSetsResponse page = null;
        for (int read = 0; read < MOST_PAGES; read++) {
            ListResourceRecordSetsResponse last = page;
            page = read(() -> list(zone, name, last));
            page.resourceRecordSets().stream()
                    .filter(set -> Route53Names.normalise(set.name()).equals(name))
                    .forEach(sets::add);
            if (!page.isTruncated()
                    || !Route53Names.normalise(page.nextRecordName()).equals(name)) {
                return sets;
            }
        }
        return sets;
    }

    /**
     * A page.
     *
     * @param name to begin with; null: the zone's first
     */
    private ListResourceRecordSetsResponse list(
            String zone, @Nullable String name, @Nullable ListResourceRecordSetsResponse last) {
        return client.listResourceRecordSets(request -> {
            request.hostedZoneId(zone).maxItems(String.valueOf(PAGE));
            if (last != null) {
                request.startRecordName(last.nextRecordName())
                        .startRecordType(last.nextRecordType())
                        .startRecordIdentifier(last.nextRecordIdentifier());
            } else if (name != null) {
                // Without its dot a name is taken for less than those that go on with a hyphen: the list would begin
                // there.
                request.startRecordName(name + ".");
            }
        });
    }

    @Override
    public List<List<Plan>> batches(List<Plan> plans) {
        return ChangeBatch.split(plans);
    }

    @Override
    public String apply(List<Plan> plans) {
        return change(plans.get(0).record().zone(), ChangeBatch.of(plans));
    }

    @Override
    public void rewrite(DnsRecord record, FenceSnapshot fence) {
        String unused = change(record.zone(), ChangeBatch.rewriting(record, fence));
    }

    @Override
    public String removeFence(DnsRecord record, FenceSnapshot fence) {
        return change(record.zone(), ChangeBatch.removing(record, fence));
    }

    private String change(String zone, software.amazon.awssdk.services.route53.model.ChangeBatch batch) {
        return called(
                        Gate.Call.CHANGE,
                        () -> client.changeResourceRecordSets(
                                request -> request.hostedZoneId(zone).changeBatch(batch)))
                .changeInfo()
                .id();
    }

    @Override
    public Progress progress(DnsRecord record, String changeId) {
        try {
            ChangeStatus status = read(() -> client.getChange(request -> request.id(changeId)))
                    .changeInfo()
                    .status();
            return status == ChangeStatus.INSYNC ? Progress.INSYNC : Progress.PENDING;
        } catch (DnsProviderException e) {
            if (e.getCause() instanceof NoSuchChangeException) {
                return Progress.UNKNOWN;
            }
            throw e;
        }
    }

    @Override
    public List<String> nameServers(DnsRecord record) {
        DelegationSet delegation = read(() -> client.getHostedZone(request -> request.id(record.zone())))
                .delegationSet();
        return delegation == null ? List.of() : delegation.nameServers();
    }

    private <T> T read(Supplier<T> request) {
        return called(Gate.Call.READ, request);
    }

    private <T> T called(Gate.Call call, Supplier<T> request) {
        return gate.pass(call, () -> {
            try {
                return request.get();
            } catch (SdkException e) {
                throw Route53Errors.of(e);
            }
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
