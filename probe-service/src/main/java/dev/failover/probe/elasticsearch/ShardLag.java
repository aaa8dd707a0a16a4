package dev.failover.probe.elasticsearch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * By how much time one follower shard is behind its leader. Cross-cluster replication counts operations only; this notes
 * when the leader was first seen at each checkpoint, so that the lag is the age of the first operation that is missing
 * here. Not known until the follower has been seen to reach something that the leader was seen at.
 */
final class ShardLag {

    private static final int KEPT = 64;

    private final Deque<Seen> missing = new ArrayDeque<>();
    private boolean known;

    /** Checkpoints seen within less than this count as one, so that a long lag takes no more room than a short one. */
    private Duration apart = Duration.ZERO;

    /** A checkpoint of the leader that the follower has not reached, and when it was first seen there. */
    private record Seen(long checkpoint, Instant at) {}

    Optional<Duration> behind(long leader, long follower, Instant now) {
        known |= follower >= leader;
        while (!missing.isEmpty() && missing.getFirst().checkpoint() <= follower) {
            missing.removeFirst();
            known = true;
        }
        if (follower >= leader) {
            return Optional.of(Duration.ZERO);
        }
        note(leader, now);
        return known ? Optional.of(Duration.between(missing.getFirst().at(), now)) : Optional.empty();
    }

    private void note(long leader, Instant now) {
        Seen last = missing.peekLast();
        if (last == null) {
            apart = Duration.ZERO;
            missing.addLast(new Seen(leader, now));
        } else if (leader > last.checkpoint()) {
            boolean near = Duration.between(last.at(), now).compareTo(apart) < 0;
            missing.addLast(new Seen(leader, near ? missing.removeLast().at() : now));
            thin();
        }
    }

    /** Makes one of each two, with the earlier time and the later checkpoint: the lag may look longer, never shorter. */
    private void thin() {
        if (missing.size() <= KEPT) {
            return;
        }
        Duration span =
                Duration.between(missing.getFirst().at(), missing.getLast().at());
        apart = span.dividedBy(KEPT / 2);
        int pairs = missing.size() / 2;
        for (int i = 0; i < pairs; i++) {
            Seen earlier = missing.removeFirst();
            Seen later = missing.removeFirst();
            missing.addLast(new Seen(later.checkpoint(), earlier.at()));
        }
        if (missing.size() > pairs) {
            missing.addLast(missing.removeFirst());
        }
    }
}
