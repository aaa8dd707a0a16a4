package dev.failover.dns.route53;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Plan;
import dev.failover.event.DnsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Plans as one batch of changes, and how many batches they need: what Route 53 counts is elements and characters, an
 * alias as one element.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">Quotas</a>
 */
final class ChangeBatch {

    static final int MOST_ELEMENTS = 1_000;
    static final int MOST_CHARACTERS = 32_000;

    /** Route 53's limit for a batch's comment. */
    private static final int COMMENT_LIMIT = 256;

    private ChangeBatch() {}

    /** Deletes exactly what was read, and creates what shall be. */
    static List<Change> changes(Plan plan) {
        List<Change> changes = new ArrayList<>();
        plan.deleted().forEach(set -> changes.add(change(ChangeAction.DELETE, RecordSets.of(plan.record(), set))));
        plan.fenceBefore()
                .ifPresent(fence -> changes.add(change(ChangeAction.DELETE, RecordSets.of(plan.record(), fence))));
        plan.created().forEach(set -> changes.add(change(ChangeAction.CREATE, RecordSets.of(plan.record(), set))));
        changes.add(change(ChangeAction.CREATE, RecordSets.of(plan.record(), plan.fenceAfter())));
        return changes;
    }

    /** Route 53 takes a set's deletion and creation in one batch, and asks for the permission of both. */
    static software.amazon.awssdk.services.route53.model.ChangeBatch rewriting(DnsRecord record, FenceSnapshot fence) {
        ResourceRecordSet set = RecordSets.of(record, fence);
        return software.amazon.awssdk.services.route53.model.ChangeBatch.builder()
                .changes(change(ChangeAction.DELETE, set), change(ChangeAction.CREATE, set))
                .comment("test of permissions: replaces the fence by itself")
                .build();
    }

    /** Refused when the fence is another by now. */
    static software.amazon.awssdk.services.route53.model.ChangeBatch removing(DnsRecord record, FenceSnapshot fence) {
        return software.amazon.awssdk.services.route53.model.ChangeBatch.builder()
                .changes(change(ChangeAction.DELETE, RecordSets.of(record, fence)))
                .comment("released by hand: removes the fence")
                .build();
    }

    static Change change(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    static int elements(List<Change> changes) {
        return changes.stream()
                .map(Change::resourceRecordSet)
                .mapToInt(
                        set -> set.aliasTarget() == null ? set.resourceRecords().size() : 1)
                .sum();
    }

    static int characters(List<Change> changes) {
        return changes.stream()
                .flatMap(change -> change.resourceRecordSet().resourceRecords().stream())
                .map(ResourceRecord::value)
                .mapToInt(String::length)
                .sum();
    }

    /** In their order, each batch as full as it may be; a plan that is too large for any stands alone, to be refused. */
    static List<List<Plan>> split(List<Plan> plans) {
        List<List<Plan>> batches = new ArrayList<>();
        int elements = 0;
        int characters = 0;
        for (Plan plan : plans) {
            List<Change> changes = changes(plan);
            elements += elements(changes);
            characters += characters(changes);
            if (batches.isEmpty() || elements > MOST_ELEMENTS || characters > MOST_CHARACTERS) {
                batches.add(new ArrayList<>());
                elements = elements(changes);
                characters = characters(changes);
            }
            batches.get(batches.size() - 1).add(plan);
        }
        return batches;
    }

    /** The comment says for which decisions, as far as there is room: people read it in CloudTrail. */
    static software.amazon.awssdk.services.route53.model.ChangeBatch of(List<Plan> plans) {
        String comment = plans.size() == 1
                ? plans.get(0).fenceAfter().text()
                : plans.size() + " decisions: "
                        + plans.stream().map(plan -> plan.decision().id()).collect(Collectors.joining(" "));
        return software.amazon.awssdk.services.route53.model.ChangeBatch.builder()
                .changes(plans.stream().flatMap(plan -> changes(plan).stream()).toList())
                .comment(comment.substring(0, Math.min(comment.length(), COMMENT_LIMIT)))
                .build();
    }
}
