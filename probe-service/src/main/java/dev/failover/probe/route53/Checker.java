package dev.failover.probe.route53;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one of AWS's checkers saw last.
 *
 * @param status a sentence that begins with Success or Failure
 * @param at when; null where Route 53 does not say
 */
record Checker(String region, String status, @Nullable Instant at) {

    boolean succeeded() {
        return status.startsWith("Success");
    }
}
