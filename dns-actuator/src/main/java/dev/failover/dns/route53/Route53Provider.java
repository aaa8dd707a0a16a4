package dev.failover.dns.route53;

import dev.failover.aws.AwsClients;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import dev.failover.service.AwsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
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

    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    /** Route 53's limit for a batch's comment. */
    private static final int COMMENT_LIMIT = 256;

    /** A name has a handful of record sets; more than this is not read. */
    private static final int MOST_PAGES = 4;

    private final Route53Client client;

    public Route53Provider(AwsSettings settings) {
        this.client = AwsClients.build(
                Route53Client.builder(), Region.AWS_GLOBAL, settings, Duration.ofSeconds(3), CALL_LIMIT);
    }

    @Override
    public Found find(DnsRecord record) {
        return RecordSets.found(
                record, setsAt(record.zone(), record.name()), setsAt(record.zone(), record.fenceName()));
    }

    /** All sets of exactly this name: the list begins there and goes on with others. */
    private List<ResourceRecordSet> setsAt(String zone, String name) {
        List<ResourceRecordSet> sets = new ArrayList<>();
        @Nullable ListResourceRecordSetsResponse page = null;
        for (int read = 0; read < MOST_PAGES; read++) {
            ListResourceRecordSetsResponse last = page;
            page = called(() -> list(zone, name, last));
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

    private ListResourceRecordSetsResponse list(
            String zone, String name, @Nullable ListResourceRecordSetsResponse last) {
        return client.listResourceRecordSets(request -> {
            request.hostedZoneId(zone).maxItems("300");
            if (last == null) {
                // Without its dot a name is taken for less than those that go on with a hyphen: the list would begin
                // there.
                request.startRecordName(name + ".");
            } else {
                request.startRecordName(last.nextRecordName())
                        .startRecordType(last.nextRecordType())
                        .startRecordIdentifier(last.nextRecordIdentifier());
            }
        });
    }

    @Override
    public String apply(Plan plan) {
        List<Change> changes = new ArrayList<>();
        plan.before()
                .ifPresent(before -> changes.add(change(ChangeAction.DELETE, RecordSets.of(plan.record(), before))));
        plan.fenceBefore()
                .ifPresent(fence -> changes.add(change(ChangeAction.DELETE, RecordSets.of(plan.record(), fence))));
        changes.add(change(ChangeAction.CREATE, RecordSets.of(plan.record(), plan.after())));
        changes.add(change(ChangeAction.CREATE, RecordSets.of(plan.record(), plan.fenceAfter())));
        String comment = plan.fenceAfter().text();
        return called(() -> client.changeResourceRecordSets(request -> request.hostedZoneId(
                                plan.record().zone())
                        .changeBatch(batch -> batch.changes(changes)
                                .comment(comment.substring(0, Math.min(comment.length(), COMMENT_LIMIT)))))
                .changeInfo()
                .id());
    }

    private static Change change(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    @Override
    public Progress progress(String changeId) {
        try {
            ChangeStatus status = called(() -> client.getChange(request -> request.id(changeId))
                    .changeInfo()
                    .status());
            return status == ChangeStatus.INSYNC ? Progress.INSYNC : Progress.PENDING;
        } catch (DnsProviderException e) {
            if (e.getCause() instanceof NoSuchChangeException) {
                return Progress.UNKNOWN;
            }
            throw e;
        }
    }

    @Override
    public List<String> nameServers(String zone) {
        DelegationSet delegation =
                called(() -> client.getHostedZone(request -> request.id(zone)).delegationSet());
        return delegation == null ? List.of() : delegation.nameServers();
    }

    private static <T> T called(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw Route53Errors.of(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
