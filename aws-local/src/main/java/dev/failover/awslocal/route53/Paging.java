package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list: at most so many items, and the first item of the next page when there is one. */
record Paging<T>(List<T> items, int maxItems, @Nullable T next) {

    /** The page of a list that begins at the asked-for item. */
    static <T> Paging<T> of(List<T> fromStart, int maxItems) {
        boolean truncated = fromStart.size() > maxItems;
        return new Paging<>(
                truncated ? fromStart.subList(0, maxItems) : fromStart,
                maxItems,
                truncated ? fromStart.get(maxItems) : null);
    }

    boolean isTruncated() {
        return next != null;
    }

    /** The {@code maxitems} parameter, never more than the operation's own limit. */
    static int maxItems(AwsRequest request, int limit) {
        String given = request.parameter("maxitems");
        if (given == null || given.isEmpty()) {
            return limit;
        }
        if (!given.matches("[0-9]{1,9}") || Integer.parseInt(given) == 0) {
            throw new AwsException(400, "InvalidInput", "maxitems must be a whole number from 1");
        }
        return Math.min(Integer.parseInt(given), limit);
    }
}
