package dev.failover.dns.steering;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsRecord;
import dev.failover.event.Steering;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Moves a name by one record in Kafka, and calls no API of a DNS service. The position and the fence of a service are its
 * newest record in {@code failover.steering}; before there is one, what the zone's name servers answer. The zone's own fence
 * stays as {@code failover steering apply} wrote it.
 */
public final class SteeringProvider implements DnsProvider {

    private static final Duration FENCE_TTL = Duration.ofSeconds(60);

    private final SteeringLog log;
    private final PublicZone zone;
    private final Clock clock;

    public SteeringProvider(SteeringLog log, PublicZone zone, Clock clock) {
        this.log = log;
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Found find(DnsRecord record) {
        return log.newest(record).map(SteeringProvider::found).orElseGet(() -> zone.find(record));
    }

    private static Found found(Steering steering) {
        return new Found(
                Optional.of(
                        new RecordSnapshot(steering.target(), steering.record().ttl())),
                Optional.of(new FenceSnapshot(fence(steering).text(), FENCE_TTL)),
                Optional.empty());
    }

    static Fence fence(Steering steering) {
        return new Fence(
                steering.owner(), steering.service(), steering.epoch(), steering.decisionId(), steering.endpoint());
    }

    /** One plan at a time: each service is fenced by itself. */
    @Override
    public String apply(List<Plan> plans) {
        if (plans.size() != 1) {
            throw new IllegalArgumentException("one plan at a time, were " + plans.size());
        }
        Plan plan = plans.get(0);
        Steering next = next(plan);
        log.swap(next, newest -> newest.isEmpty() || isAsRead(newest.get(), plan));
        return "steering:" + next.eventId();
    }

    /** What was read of the zone's name servers is no record in Kafka, and the first one may be written. */
    private static boolean isAsRead(Steering newest, Plan plan) {
        return plan.fenceBefore()
                .filter(before -> before.text().equals(fence(newest).text()))
                .isPresent();
    }

    private Steering next(Plan plan) {
        Fence fence = plan.fenceAfter()
                .fence()
                .orElseThrow(() -> new DnsProviderException(
                        Kind.DENIED, "'" + plan.fenceAfter().text() + "' is no fence"));
        return new Steering(
                fence.service(),
                fence.owner(),
                fence.epoch(),
                fence.decision(),
                plan.endpoint(),
                plan.after().target(),
                plan.record(),
                clock.instant());
    }

    /** The position as it is, written again; before the first move there is none. */
    @Override
    public void rewrite(DnsRecord record, FenceSnapshot fence) {
        log.newest(record)
                .ifPresent(newest -> log.swap(
                        newest,
                        found -> found.equals(Optional.of(newest))
                                && fence(newest).text().equals(fence.text())));
    }

    /** How far Route 53's checkers are only its name servers tell. */
    @Override
    public Progress progress(DnsRecord record, String changeId) {
        return Progress.UNTOLD;
    }

    @Override
    public boolean fencesInZone(DnsRecord record) {
        return false;
    }

    @Override
    public List<String> nameServers(DnsRecord record) {
        return zone.nameServers(record);
    }

    @Override
    public void close() {}
}
