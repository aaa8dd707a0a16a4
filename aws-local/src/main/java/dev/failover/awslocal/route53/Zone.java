package dev.failover.awslocal.route53;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A hosted zone: its record sets as the API lists them (current) and as DNS answers them (published), which lag behind
 * until a change is in sync. Owned by {@link Zones}; used on one thread only.
 */
public final class Zone {

    private final String id;
    private final Identity identity;
    private final NavigableMap<RecordKey, RecordSet> current = new TreeMap<>();
    private final NavigableMap<RecordKey, RecordSet> published = new TreeMap<>();
    private @Nullable String comment;

    /** What a zone is created with and never changes. */
    public record Identity(
            DomainName name,
            String callerReference,
            boolean isPrivate,
            @Nullable Vpc vpc) {}

    /** The network of a private zone. */
    public record Vpc(String region, String id) {}

    Zone(String id, Identity identity, @Nullable String comment) {
        this.id = id;
        this.identity = identity;
        this.comment = comment;
    }

    public String id() {
        return id;
    }

    public DomainName name() {
        return identity.name();
    }

    Identity identity() {
        return identity;
    }

    @Nullable
    String comment() {
        return comment;
    }

    void setComment(@Nullable String comment) {
        this.comment = comment;
    }

    NavigableMap<RecordKey, RecordSet> current() {
        return current;
    }

    void commit(Map<RecordKey, Optional<RecordSet>> changes) {
        lay(changes, current);
    }

    void publish(Map<RecordKey, Optional<RecordSet>> changes) {
        lay(changes, published);
    }

    private static void lay(Map<RecordKey, Optional<RecordSet>> changes, Map<RecordKey, RecordSet> onto) {
        changes.forEach((key, set) -> set.ifPresentOrElse(now -> onto.put(key, now), () -> onto.remove(key)));
    }

    /** The published sets of a name and type, in the order of their identifiers. */
    public List<RecordSet> published(DomainName name, String type) {
        return List.copyOf(published
                .subMap(new RecordKey(name, type, ""), true, new RecordKey(name, type, "\uFFFF"), true)
                .values());
    }

    /** Whether DNS knows the name: it has record sets, or something below it has. */
    public boolean isPublished(DomainName name) {
        RecordKey next = published.ceilingKey(new RecordKey(name, "", ""));
        return next != null && next.name().isWithin(name);
    }
}
