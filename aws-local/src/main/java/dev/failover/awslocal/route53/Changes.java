package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that were accepted: PENDING until the delay has passed, then INSYNC, and only then published to DNS. In
 * their order, never out of it. Remembers the newest {@value #MAX_REMEMBERED}.
 */
public final class Changes {

    static final int MAX_REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<String, ChangeInfo> remembered = new LinkedHashMap<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private Duration delay;
    private boolean stranding;

    /** What GetChange tells. */
    public record ChangeInfo(
            String id,
            boolean inSync,
            Instant submittedAt,
            @Nullable String comment) {}

    private record Pending(ChangeInfo info, Runnable publish) {}

    public Changes(InstantSource clock, Duration delay) {
        this.clock = clock;
        this.delay = delay;
    }

    ChangeInfo submit(String id, @Nullable String comment, Runnable publish) {
        settle();
        ChangeInfo info = new ChangeInfo(id, false, clock.instant().truncatedTo(ChronoUnit.MILLIS), comment);
        remember(info);
        pending.add(new Pending(info, publish));
        settle();
        return info;
    }

    /** From now on changes are accepted and lost, as when the control plane moves to another region, or no more. */
    public void setStranding(boolean now) {
        stranding = now;
    }

    boolean stranding() {
        return stranding;
    }

    /** What is told of a change that is lost: nothing remembers it. */
    ChangeInfo strand(String id, @Nullable String comment) {
        return new ChangeInfo(id, false, clock.instant().truncatedTo(ChronoUnit.MILLIS), comment);
    }

    ChangeInfo get(String id) {
        settle();
        ChangeInfo info = remembered.get(id);
        if (info == null) {
            throw new AwsException(
                    404,
                    "NoSuchChange",
                    "Could not find resource with ID: " + id.substring(0, Math.min(id.length(), 64)));
        }
        return info;
    }

    /** From now on; counts from a change's submission, so that what is pending is freed or held by it too. */
    public void setDelay(Duration newDelay) {
        settle();
        delay = newDelay;
        settle();
    }

    public Duration delay() {
        return delay;
    }

    /** Publishes what has become due. */
    public void settle() {
        Instant latest = clock.instant().minus(delay);
        while (!pending.isEmpty() && !pending.element().info.submittedAt().isAfter(latest)) {
            Pending due = pending.remove();
            due.publish.run();
            ChangeInfo info = due.info;
            remembered.computeIfPresent(
                    info.id(), (id, was) -> new ChangeInfo(id, true, info.submittedAt(), info.comment()));
        }
    }

    private void remember(ChangeInfo info) {
        remembered.put(info.id(), info);
        if (remembered.size() > MAX_REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
    }
}
