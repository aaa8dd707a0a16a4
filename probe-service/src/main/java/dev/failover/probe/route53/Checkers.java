package dev.failover.probe.route53;

import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Judges as Route 53 does: an endpoint is well while more than 18 % of the checkers say so. Only what they saw lately
 * counts, and too few of them say nothing: neither is a failure of the endpoint.
 *
 * @see <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html">
 *     How Route 53 determines whether a health check is healthy</a>
 */
final class Checkers {

    static final String MEASURE = "checkersHealthyPercent";

    /** Three times the longer interval of a health check. */
    static final Duration FRESH = Duration.ofSeconds(90);

    private static final double SHARE = 0.18;

    /** A health check has three regions at least. */
    private static final int FEWEST = 3;

    private Checkers() {}

    static Finding judged(List<Checker> seen, Instant now) {
        List<Checker> fresh = seen.stream().filter(one -> isFresh(one, now)).toList();
        if (fresh.size() < FEWEST) {
            return Finding.proberError("only " + fresh.size() + " of " + seen.size()
                    + " checkers of AWS have looked within " + FRESH.toSeconds() + " s, needed are " + FEWEST);
        }
        long well = fresh.stream().filter(Checker::succeeded).count();
        double share = (double) well / fresh.size();
        String counted = well + " of " + fresh.size() + " checkers of AWS succeed";
        Finding found = share > SHARE
                ? Finding.pass(counted)
                : Finding.fail(failure(fresh), counted + ", needed are more than 18 %; " + why(fresh));
        return found.measured(MEASURE, 100.0 * well / fresh.size());
    }

    private static boolean isFresh(Checker checker, Instant now) {
        return checker.at() != null && checker.at().plus(FRESH).isAfter(now);
    }

    private static String why(List<Checker> fresh) {
        return fresh.stream()
                .filter(one -> !one.succeeded())
                .findFirst()
                .map(one -> one.region() + ": " + Fault.printable(one.status()))
                .orElse("");
    }

    /** As far as the words of the first checker that failed tell it. */
    private static FailureClass failure(List<Checker> fresh) {
        String words = why(fresh).toLowerCase(Locale.ROOT);
        if (words.contains("refused")) {
            return FailureClass.CONNECT_REFUSED;
        } else if (words.contains("timed out") || words.contains("timeout")) {
            return FailureClass.TIMEOUT;
        }
        return words.contains("status code") ? FailureClass.HTTP_STATUS : FailureClass.BODY;
    }
}
