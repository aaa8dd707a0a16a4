package dev.failover.dns;

import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decisions about {@code es.example.com}, with a primary and a secondary endpoint. */
public final class Decisions {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final String ZONE = "Z0DEMO";
    public static final Target PRIMARY = Target.of("192.0.2.10");
    public static final Target SECONDARY = Target.of("192.0.2.20");

    private Decision.Kind kind = Decision.Kind.FAILOVER;
    private String service = "search";
    private String id = "search-2";
    private long epoch = 2;
    private @Nullable String to = "secondary";
    private boolean shadow;
    private boolean adopt;
    private DnsRecord record = record("es.example.com", RecordType.A);
    private Map<String, Target> targets = targets(PRIMARY, SECONDARY);
    private Instant decidedAt = NOON;
    private @Nullable Integer share;

    public static DnsRecord record(String name, RecordType type) {
        return new DnsRecord(ZONE, name, type, Duration.ofSeconds(30));
    }

    public static DnsRecord record(String zone, String name, DnsRecord.Routing routing) {
        return new DnsRecord(zone, name, RecordType.A, Duration.ofSeconds(30), DnsRecord.Provider.ROUTE_53, routing);
    }

    public static Decisions claim() {
        Decisions claim = new Decisions();
        claim.kind = Decision.Kind.CLAIM;
        claim.id = "search-1";
        claim.epoch = 1;
        claim.to = null;
        return claim;
    }

    public static Decisions failover() {
        return new Decisions();
    }

    public static Map<String, Target> targets(Target primary, Target secondary) {
        Map<String, Target> targets = new LinkedHashMap<>();
        targets.put("primary", primary);
        targets.put("secondary", secondary);
        return targets;
    }

    public Decisions of(String name) {
        service = name;
        id = name + "-" + epoch;
        return this;
    }

    /** Of a service with another name, and the decision's own id in it. */
    public Decisions ofService(String name) {
        service = name;
        id = id.replace("search", name);
        return this;
    }

    public Decisions id(String given, long number) {
        id = given;
        epoch = number;
        return this;
    }

    public Decisions to(String endpoint) {
        to = endpoint;
        return this;
    }

    /** A step of a person's gradual move: this percentage of the answers. */
    public Decisions step(int percent) {
        kind = Decision.Kind.MANUAL;
        share = percent;
        return this;
    }

    public Decisions shadow() {
        shadow = true;
        return this;
    }

    public Decisions adopting() {
        adopt = true;
        return this;
    }

    public Decisions record(DnsRecord given) {
        record = given;
        return this;
    }

    public Decisions with(Target primary, Target secondary) {
        targets = targets(primary, secondary);
        return this;
    }

    public Decisions decidedAt(Instant at) {
        decidedAt = at;
        return this;
    }

    public Decision build() {
        return new Decision(
                service,
                id,
                epoch,
                kind,
                to == null ? null : "primary",
                to,
                to == null ? "first look" : "primary is DOWN in 2 of 2 locations",
                List.of(),
                shadow,
                adopt,
                record,
                targets,
                null,
                to == null ? null : decidedAt.minusSeconds(3),
                decidedAt,
                share);
    }
}
