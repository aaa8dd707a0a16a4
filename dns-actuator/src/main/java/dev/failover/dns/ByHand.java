package dev.failover.dns;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * One name, changed by a person: the actuator's own reading, planning and compare-and-swap, with no Kafka and no other
 * process. Blocks; a name that is steered has its position in Kafka and is refused.
 */
public final class ByHand implements AutoCloseable {

    private final ByHandZone zone;

    private ByHand(ByHandZone zone) {
        this.zone = zone;
    }

    /**
     * Opens the provider of a service's record.
     *
     * @throws IllegalArgumentException when the record is steered, or its provider is not set up
     */
    public static ByHand open(ServiceSpec spec, ByHandSettings settings) {
        DnsProvider provider = switch (spec.record().provider()) {
            case ROUTE_53 -> new Route53Provider(settings.aws());
            case RFC_2136 ->
                new Rfc2136Provider(settings.rfc2136()
                        .orElseThrow(() -> new IllegalArgumentException(
                                spec.record().name() + " is moved by dynamic updates: set " + Rfc2136Settings.NAMES)));
            case STEERING -> throw new IllegalArgumentException(steered(spec));
        };
        return new ByHand(new ByHandZone(
                spec,
                settings.owner(),
                provider,
                new AuthoritativeServers(provider, settings.nameServers()),
                Clock.systemUTC()));
    }

    private static String steered(ServiceSpec spec) {
        return spec.record().name() + " is steered: its position is in Kafka and not in the zone. With Kafka, `failover"
                + " failover " + spec.service() + " --to ENDPOINT --reason TEXT` moves it; once Route 53's API answers,"
                + " `failover steering settle " + spec.service() + " -f FILE` writes the position into the zone. See"
                + " docs/steering.md";
    }

    /** Reads the zone and asks its name servers; changes nothing. */
    public Sight look() {
        return new ByHandLook(zone).look();
    }

    /**
     * Plans a move from what the zone holds now; changes nothing.
     *
     * @param by who moves it
     * @param adopt whether a record without a fence may be taken over
     */
    public Planned plan(String to, String by, String reason, boolean adopt) {
        Found found = zone.find();
        return new Planner(zone.owner()).plan(zone.decision(found, Decision.Kind.MANUAL, to, reason, by, adopt), found);
    }

    /**
     * Carries a plan out as it was shown, or not at all, and follows it to the name servers.
     *
     * @param limit how long it is followed
     * @param say told of each step, in a sentence
     * @return VERIFIED; FAILED when it may have been done, and is not confirmed; REFUSED when nothing was changed
     */
    public DnsChange carryOut(Plan plan, Duration limit, Consumer<String> say) {
        return new ByHandMove(zone).carryOut(plan, limit, say);
    }

    /**
     * The fence that {@link #release} would remove.
     *
     * @throws IllegalStateException when there is none, or it is not ours
     */
    public FenceSnapshot releasable() {
        return new ByHandRelease(zone).releasable();
    }

    /**
     * Deletes exactly this fence; the record stays.
     *
     * @throws DnsProviderException when it is another by now, or nobody knows
     */
    public void release(FenceSnapshot fence) {
        new ByHandRelease(zone).release(fence);
    }

    /** The record that is worked on. */
    public DnsRecord record() {
        return zone.spec().record();
    }

    @Override
    public void close() {
        zone.provider().close();
    }
}
