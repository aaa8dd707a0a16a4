package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.route53.model.HealthCheckObservation;

class SteeringReportsTest {

    /** Whatever Route 53 makes of an inverted check in its report: the status of the answer tells. */
    @ParameterizedTest
    @CsvSource({
        "'', NONE",
        "Failure: HTTP Status Code 404, NONE",
        "Failure: HTTP Status Code 404|Failure: HTTP Status Code 404|Failure: HTTP Status Code 404, STAY",
        "Failure: HTTP Status Code 404|Failure: connection refused|Failure: HTTP Status Code 404, STAY",
        "Failure: connection refused|Failure: connection refused|Failure: connection refused, SILENT",
        "Failure: HTTP Status Code 404|Failure: HTTP Status Code 404|Success: HTTP Status Code 200, MOVE",
        "Failure: HTTP Status Code 404|Failure: HTTP Status Code 404|Failure: HTTP Status Code 200, MOVE",
        "Failure: HTTP Status Code 404|Failure: HTTP Status Code 404|Failure: HTTP Status Code 301, MOVE",
        "Success: HTTP Status Code 404|Failure: HTTP Status Code 404|Failure: HTTP Status Code 404, MOVE"
    })
    void tellsAStayFromSilenceAndFromAMove(String reports, SteeringReports.Word word) {
        List<HealthCheckObservation> observations = Arrays.stream(reports.split("\\|", -1))
                .filter(report -> !report.isEmpty())
                .map(report -> HealthCheckObservation.builder()
                        .statusReport(status -> status.status(report))
                        .build())
                .toList();

        assertThat(SteeringReports.word(observations)).isEqualTo(word);
    }
}
