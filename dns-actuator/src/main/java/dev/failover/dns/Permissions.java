package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.event.DnsRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out before an incident that a zone may not be changed any more (scenario 55): each interval the fence of one service
 * of each zone is replaced by itself, which changes nothing. It needs the zone, both actions and the fence's name to be
 * allowed; that the policy lists every other name is not tested. A zone that was denied, or whose provider was away, is tried
 * again each minute. Only the process that carries out decisions does this, and only where a fence is ours.
 *
 * <p>While a provider does not answer it asks for a record of it now and then: the trial by which {@link Circuit} closes.
 */
final class Permissions {

    static final Duration DENIED_AGAIN_AFTER = Duration.ofMinutes(1);

    /** A zone of which so many services have no fence of ours is not tested. */
    private static final int MOST_LOOKS = 3;

    private static final Logger log = LoggerFactory.getLogger(Permissions.class);

    private final DnsProvider provider;
    private final Supplier<List<DnsRecord>> records;
    private final BooleanSupplier writer;
    private final Predicate<DnsRecord.Provider> open;
    private final Options options;
    private final Clock clock;
    private final Map<String, String> deniedZones = new ConcurrentHashMap<>();
    private List<DnsRecord> known = List.of();
    private Instant next = Instant.MIN;

    /**
     * What is tested.
     *
     * @param owner whose fences are ours
     * @param interval from one test to the next; zero: none
     */
    record Options(String owner, Duration interval) {}

    /**
     * A test that is run by {@link #tick}.
     *
     * @param records of all services, as they are now
     * @param writer whether this process carries out decisions
     * @param open whether a provider is asked for nothing but trials at the moment
     */
    Permissions(
            DnsProvider provider,
            Supplier<List<DnsRecord>> records,
            BooleanSupplier writer,
            Predicate<DnsRecord.Provider> open,
            Options options,
            Clock clock) {
        this.provider = provider;
        this.records = records;
        this.writer = writer;
        this.open = open;
        this.options = options;
        this.clock = clock;
    }

    int denied() {
        return deniedZones.size();
    }

    /** What is denied, if anything is. */
    Optional<String> problem() {
        return deniedZones.isEmpty()
                ? Optional.empty()
                : Optional.of(deniedZones.entrySet().stream()
                        .map(zone -> "zone " + zone.getKey() + ": " + zone.getValue())
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    /** Does what is due; to be called every few seconds, on one thread. */
    void tick() {
        if (!writer.getAsBoolean()) {
            // Whoever takes over tests at once.
            next = Instant.MIN;
            deniedZones.clear();
            return;
        }
        Set<DnsRecord.Provider> away =
                Arrays.stream(DnsRecord.Provider.values()).filter(open).collect(Collectors.toSet());
        away.forEach(this::tryOnce);
        if (!options.interval().isZero() && !clock.instant().isBefore(next)) {
            test(away);
        }
    }

    private void tryOnce(DnsRecord.Provider away) {
        if (known.isEmpty()) {
            known = records.get();
        }
        known.stream().filter(record -> record.provider() == away).findFirst().ifPresent(record -> {
            try {
                Found unused = provider.find(record);
            } catch (DnsProviderException e) {
                log.debug("still: {}", e.getMessage());
            }
        });
    }

    private void test(Set<DnsRecord.Provider> away) {
        known = records.get();
        Map<String, List<DnsRecord>> zones =
                known.stream().collect(Collectors.groupingBy(DnsRecord::zone, LinkedHashMap::new, Collectors.toList()));
        deniedZones.keySet().retainAll(zones.keySet());
        boolean untested = zones.values()
                .removeIf(services -> away.contains(services.get(0).provider()));
        zones.forEach(this::test);
        Duration wait =
                (deniedZones.isEmpty() && !untested) || options.interval().compareTo(DENIED_AGAIN_AFTER) < 0
                        ? options.interval()
                        : DENIED_AGAIN_AFTER;
        next = clock.instant().plus(wait);
    }

    private void test(String zone, List<DnsRecord> services) {
        try {
            for (DnsRecord record : services.subList(0, Math.min(services.size(), MOST_LOOKS))) {
                Optional<FenceSnapshot> fence = provider.find(record).fence().filter(this::ours);
                if (fence.isPresent()) {
                    provider.rewrite(record, fence.get());
                    allowed(zone);
                    return;
                }
            }
            log.debug("zone {} has no fence of ours to test with", zone);
        } catch (DnsProviderException e) {
            if (e.kind() == Kind.DENIED) {
                denied(zone, e.getMessage());
            } else if (e.kind() == Kind.CONFLICT) {
                // It moved meanwhile: asked after the permission was found to be there.
                allowed(zone);
            } else {
                log.debug("zone {} is not tested: {}", zone, e.getMessage());
            }
        }
    }

    private boolean ours(FenceSnapshot fence) {
        return fence.fence()
                .filter(read -> read.owner().equals(options.owner()))
                .isPresent();
    }

    private void denied(String zone, String why) {
        if (deniedZones.put(zone, why) == null) {
            log.warn("zone {} could not be changed if it had to be: {}", zone, why);
        }
    }

    private void allowed(String zone) {
        if (deniedZones.remove(zone) != null) {
            log.info("zone {} may be changed again", zone);
        }
    }
}
