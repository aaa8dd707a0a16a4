package dev.failover.dns.route53;

import dev.failover.dns.DnsProvider.Progress;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.plan.Values;
import dev.failover.dns.steering.PublicZone;
import dev.failover.event.DnsRecord;
import dev.failover.event.Steering;
import dev.failover.service.AwsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.HealthCheck;
import software.amazon.awssdk.services.route53.model.HealthCheckAlreadyExistsException;
import software.amazon.awssdk.services.route53.model.HealthCheckConfig;
import software.amazon.awssdk.services.route53.model.ListHealthChecksResponse;
import software.amazon.awssdk.services.route53.model.Tag;

/**
 * Makes the checks and sets by which a name is steered, while Route 53's control plane is well: an operator's work, never a
 * service's. New inverted checks are unhealthy until there is data, and on a set they would move the name; so they are made
 * first, waited for until they say that it stays, and only then attached, in one batch that deletes exactly what was read.
 */
public final class SteeringSetup implements AutoCloseable {

    private static final Duration FENCE_TTL = Duration.ofSeconds(60);
    private static final int MOST_ATTEMPTS = 20;
    private static final int MOST_PAGES = 20;
    private static final String BY_HAND = "steering-apply";

    private final Route53Client client;
    private final Route53Provider provider;
    private final SteeringReports reports;
    private final SteeringReports.Patience patience;

    public SteeringSetup(AwsSettings settings) {
        this(settings, SteeringReports.Patience.ROUTE_53);
    }

    SteeringSetup(AwsSettings settings, SteeringReports.Patience patience) {
        this.client = Route53Provider.client(settings);
        this.provider = new Route53Provider(settings);
        this.patience = patience;
        this.reports = new SteeringReports(
                id -> called(() -> client.getHealthCheckStatus(request -> request.healthCheckId(id)))
                        .healthCheckObservations(),
                patience);
    }

    /**
     * What has to be done so that silence leaves the name where it is now. The name is not moved by it.
     *
     * @param wanted its primary endpoint is the one that a name gets that does not exist yet
     * @param position where {@code failover.steering} has the name
     * @param adopt whether a record that carries no fence may be taken over
     * @param settle whether the roles may be swapped, so that silence leads to where the name has been moved
     * @throws IllegalStateException when it would move the name, or the name is not ours
     */
    public SteeringPlan plan(SteeringSets wanted, Optional<Steering> position, boolean adopt, boolean settle) {
        Found found = provider.find(wanted.record());
        Optional<Fence> fence = fence(wanted, found, adopt);
        String holder = holder(wanted, found);
        boolean failover = isFailover(found);
        String at = position.map(Steering::endpoint).orElse(holder);
        if (!at.equals(holder) && !failover) {
            throw new IllegalStateException("failover.steering has " + wanted.service() + " at " + at
                    + ", but its record answers " + holder + ": the checks would move it");
        } else if (!at.equals(holder) && !settle) {
            throw new IllegalStateException(wanted.service() + " has been moved to " + at
                    + " and silence leads to " + holder + ": `failover steering settle " + wanted.service()
                    + "` makes it lead to " + at);
        }
        return planned(wanted.withPrimary(at), found, text(wanted, at, position, fence));
    }

    private static String text(SteeringSets wanted, String at, Optional<Steering> position, Optional<Fence> fence) {
        Fence text = position.map(held -> new Fence(held.owner(), held.service(), held.epoch(), held.decisionId(), at))
                .or(() -> fence)
                .orElseGet(() -> new Fence(wanted.owner(), wanted.service(), 1, BY_HAND, at));
        return text.text() + PublicZone.PROVIDED;
    }

    private static Optional<Fence> fence(SteeringSets wanted, Found found, boolean adopt) {
        DnsRecord record = wanted.record();
        found.oddity().ifPresent(oddity -> {
            throw new IllegalStateException(oddity);
        });
        if (found.fence().isEmpty()) {
            if (found.record().isPresent() && !adopt) {
                throw new IllegalStateException(record.name() + " exists and carries no fence; --adopt takes it over");
            }
            return Optional.empty();
        }
        Optional<Fence> fence = found.fence().get().fence();
        if (fence.isEmpty()
                || !fence.get().owner().equals(wanted.owner())
                || !fence.get().service().equals(wanted.service())) {
            throw new IllegalStateException(record.fenceName() + " holds '"
                    + found.fence().get().text() + "', which is not of owner " + wanted.owner() + " and service "
                    + wanted.service());
        }
        return fence;
    }

    private static boolean isFailover(Found found) {
        return found.record()
                .filter(record -> record.sets().stream().allMatch(set -> set.role() instanceof RecordSet.Role.Failover))
                .isPresent();
    }

    /** The endpoint to which the zone leads while all are silent. */
    private static String holder(SteeringSets wanted, Found found) {
        if (found.record().isEmpty()) {
            return wanted.primary();
        }
        RecordSnapshot record = found.record().get();
        return record.answering()
                .flatMap(set -> wanted.targets().entrySet().stream()
                        .filter(target -> Values.sameAnswer(wanted.record().type(), target.getValue(), set.target()))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException(
                        "HUMAN_EDIT: " + wanted.record().name() + " holds " + record.shown()
                                + ", which is none of its endpoints " + wanted.targets()));
    }

    private SteeringPlan planned(SteeringSets sets, Found found, String fence) {
        List<HealthCheck> ours = ours(sets);
        List<Optional<String>> checks = new ArrayList<>();
        for (HealthCheckConfig config : sets.checks()) {
            checks.add(id(ours, sets, config));
        }
        boolean all = checks.stream().allMatch(Optional::isPresent);
        Optional<String> calculated = all
                ? id(
                        ours,
                        sets,
                        sets.calculated(
                                checks.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
        List<String> unused = ours.stream()
                .map(HealthCheck::id)
                .filter(id -> !checks.contains(Optional.of(id)) && !calculated.equals(Optional.of(id)))
                .toList();
        return new SteeringPlan(sets, checks, calculated, found, new FenceSnapshot(fence, FENCE_TTL), unused);
    }

    /** One that nobody has edited since it was made. */
    private static Optional<String> id(List<HealthCheck> ours, SteeringSets sets, HealthCheckConfig config) {
        String reference = sets.reference(config, 0);
        return ours.stream()
                .filter(check -> check.healthCheckVersion() == 1)
                .filter(check -> check.callerReference().equals(reference)
                        || check.callerReference().startsWith(reference + "-"))
                .map(HealthCheck::id)
                .findFirst();
    }

    private List<HealthCheck> ours(SteeringSets sets) {
        List<HealthCheck> ours = new ArrayList<>();
        String marker = null;
        for (int read = 0; read < MOST_PAGES; read++) {
            String from = marker;
            ListHealthChecksResponse page = called(() -> client.listHealthChecks(request -> request.marker(from)));
            page.healthChecks().stream()
                    .filter(check -> check.callerReference().startsWith(sets.prefix()))
                    .forEach(ours::add);
            if (!page.isTruncated()) {
                break;
            }
            marker = page.nextMarker();
        }
        return ours;
    }

    /**
     * Does it, and says each step. What was made stays when a later step fails, and the next plan goes on with it.
     *
     * @throws IllegalStateException when the checks do not say in time that the name stays; nothing is attached then
     */
    public void carryOut(SteeringPlan plan, Consumer<String> tell) {
        SteeringSets sets = plan.sets();
        List<HealthCheckConfig> wanted = sets.checks();
        List<String> checks = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            HealthCheckConfig config = wanted.get(i);
            String host = sets.endpoints().urls().get(i).getHost();
            checks.add(plan.checks().get(i).orElseGet(() -> created(sets, config, host, tell)));
        }
        if (plan.changesZone()) {
            tell.accept("waiting until the checks report");
            reports.awaitStay(sets, checks).forEach(tell);
            HealthCheckConfig config = sets.calculated(checks);
            String calculated = plan.calculated().orElseGet(() -> created(sets, config, "calculated", tell));
            String changeId = swap(plan, sets.record(calculated));
            tell.accept(changeId + " accepted: " + sets.record().name() + " stays at " + sets.primary());
            awaitInSync(sets.record(), changeId);
            tell.accept(changeId + " is in sync");
        }
        for (String id : plan.unused()) {
            called(() -> client.deleteHealthCheck(request -> request.healthCheckId(id)));
            tell.accept("health check " + id + " deleted");
        }
    }

    private String created(SteeringSets sets, HealthCheckConfig config, String what, Consumer<String> tell) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            String reference = sets.reference(config, attempt);
            try {
                String id = client.createHealthCheck(
                                request -> request.callerReference(reference).healthCheckConfig(config))
                        .healthCheck()
                        .id();
                tag(sets, id, what);
                tell.accept("health check " + id + " made: " + what);
                return id;
            } catch (HealthCheckAlreadyExistsException e) {
                // A deleted one had this reference, or an edited one has it.
            } catch (SdkException e) {
                throw Route53Errors.of(e);
            }
        }
        throw new IllegalStateException("Route 53 knows " + MOST_ATTEMPTS + " references of this check: " + what);
    }

    /** For people; the check is known by its reference. */
    private void tag(SteeringSets sets, String id, String what) {
        called(() -> client.changeTagsForResource(request -> request.resourceType("healthcheck")
                .resourceId(id)
                .addTags(
                        tag("Name", "steering " + sets.service() + " to " + sets.secondary() + ": " + what),
                        tag("failover:owner", sets.owner()),
                        tag("failover:service", sets.service()))));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private String swap(SteeringPlan plan, RecordSnapshot after) {
        DnsRecord record = plan.sets().record();
        List<Change> changes = new ArrayList<>();
        plan.found()
                .record()
                .ifPresent(before -> before.sets()
                        .forEach(set ->
                                changes.add(ChangeBatch.change(ChangeAction.DELETE, RecordSets.of(record, set)))));
        plan.found()
                .fence()
                .ifPresent(fence -> changes.add(ChangeBatch.change(ChangeAction.DELETE, RecordSets.of(record, fence))));
        after.sets().forEach(set -> changes.add(ChangeBatch.change(ChangeAction.CREATE, RecordSets.of(record, set))));
        changes.add(ChangeBatch.change(ChangeAction.CREATE, RecordSets.of(record, plan.fence())));
        return called(() -> client.changeResourceRecordSets(request -> request.hostedZoneId(record.zone())
                        .changeBatch(batch -> batch.changes(changes).comment("failover steering"))))
                .changeInfo()
                .id();
    }

    /** Until then some name servers still look at the checks that are to be deleted. */
    private void awaitInSync(DnsRecord record, String changeId) {
        patience.until(
                () -> provider.progress(record, changeId) == Progress.INSYNC,
                () -> changeId + " was accepted and is not in sync yet; the next apply deletes what is not needed");
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
        provider.close();
        client.close();
    }
}
