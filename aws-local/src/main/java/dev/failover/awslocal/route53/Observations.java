package dev.failover.awslocal.route53;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the checkers of each health check have seen. Every checker decides alone: it takes the endpoint for up, until
 * FailureThreshold checks in a row say otherwise, and the same number turns it back. The endpoint is up while more than 18 %
 * of its checkers take it for up.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html">
 *     How Route 53 determines whether a health check is healthy</a>
 */
final class Observations {

    private static final double SHARE = 0.18;

    private final Map<String, Map<String, Checker>> byCheck = new HashMap<>();

    /**
     * One check by one checker.
     *
     * @param status in a sentence that begins with Success or Failure
     */
    record Result(boolean passed, String status, Instant at) {}

    /**
     * One checker of one check.
     *
     * @param contrary results in a row, up to now, that say something else than {@code up}
     */
    private record Checker(boolean up, int contrary, Result last) {

        private static Checker after(@Nullable Checker before, Result result, int threshold) {
            boolean up = before == null || before.up;
            int contrary = result.passed() == up ? 0 : (before == null ? 0 : before.contrary) + 1;
            return contrary >= threshold ? new Checker(!up, 0, result) : new Checker(up, contrary, result);
        }
    }

    void add(String check, String region, int threshold, Result result) {
        byCheck.computeIfAbsent(check, id -> new HashMap<>())
                .compute(region, (same, before) -> Checker.after(before, result, threshold));
    }

    void forget(String check) {
        byCheck.remove(check);
    }

    /** The last result of each of these regions' checkers that has one. */
    Map<String, Result> of(String check, Collection<String> regions) {
        Map<String, Result> results = new TreeMap<>();
        byCheck.getOrDefault(check, Map.of()).forEach((region, checker) -> {
            if (regions.contains(region)) {
                results.put(region, checker.last());
            }
        });
        return results;
    }

    /** Whether the endpoint is up, by these regions' checkers; it is while none has reported. */
    boolean isUp(String check, Collection<String> regions) {
        Map<String, Checker> checkers = byCheck.getOrDefault(check, Map.of());
        long reporting = regions.stream().filter(checkers::containsKey).count();
        long up = checkers.entrySet().stream()
                .filter(checker ->
                        regions.contains(checker.getKey()) && checker.getValue().up())
                .count();
        return reporting == 0 || up > SHARE * reporting;
    }
}
