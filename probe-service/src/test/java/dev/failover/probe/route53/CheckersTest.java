package dev.failover.probe.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckersTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String WELL = "Success: HTTP Status Code 200, OK";

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({"16, 16, PASS", "3, 16, PASS", "2, 16, FAIL", "0, 16, FAIL", "1, 3, PASS", "9, 50, FAIL", "10, 50, PASS"
    })
    void moreThanEighteenPercentAreNeeded(int well, int all, Outcome expected) {
        Finding found =
                judged(seen(well, WELL), seen(all - well, "Failure: HTTP Status Code 503, Service Unavailable"));

        assertThat(found.outcome()).isEqualTo(expected);
        assertThat(found.detail()).startsWith(well + " of " + all + " checkers of AWS succeed");
        assertThat(found.measures()).containsEntry("checkersHealthyPercent", 100.0 * well / all);
    }

    @ParameterizedTest
    @CsvSource({
        "Failure: Connection refused, CONNECT_REFUSED",
        "Failure: Connection timed out, TIMEOUT",
        "'Failure: HTTP Status Code 503, Service Unavailable', HTTP_STATUS",
        "Failure: the string was not found, BODY",
    })
    void saysWhyAsFarAsTheCheckersDo(String status, FailureClass expected) {
        Finding found = judged(seen(4, status));

        assertThat(found.failure()).isEqualTo(expected);
        assertThat(found.detail()).endsWith("eu-west-1: " + status);
    }

    @Test
    void oldObservationsCountForNothing() {
        List<Checker> old = List.of(
                new Checker("eu-west-1", "Failure: x", NOON.minus(Duration.ofSeconds(90))),
                new Checker("us-east-1", "Failure: x", null));

        assertThat(judged(old, seen(3, WELL)).outcome()).isEqualTo(Outcome.PASS);
        Finding few = judged(old, seen(2, "Failure: x"));
        assertThat(few.outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(few.detail()).startsWith("only 2 of 4 checkers of AWS have looked within 90 s");
        assertThat(judged().outcome()).isEqualTo(Outcome.PROBER_ERROR);
    }

    @SafeVarargs
    private static Finding judged(List<Checker>... parts) {
        List<Checker> all = new ArrayList<>();
        for (List<Checker> part : parts) {
            all.addAll(part);
        }
        return Checkers.judged(all, NOON);
    }

    private static List<Checker> seen(int number, String status) {
        return Collections.nCopies(number, new Checker("eu-west-1", status, NOON.minusSeconds(89)));
    }
}
