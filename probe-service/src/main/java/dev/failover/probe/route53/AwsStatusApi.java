package dev.failover.probe.route53;

import dev.failover.aws.AwsClients;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.service.AwsSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HealthCheckObservation;
import software.amazon.awssdk.services.route53.model.StatusReport;

/** By AWS SDK v2. Whatever prevents an answer says nothing about the endpoint. */
final class AwsStatusApi implements StatusApi {

    /** Beyond a check's usual timeout: what comes after that is of use to the next check. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

    private final Route53Client client;

    AwsStatusApi(AwsSettings settings) {
        this.client = AwsClients.build(Route53Client.builder(), Region.AWS_GLOBAL, settings, CONNECT_LIMIT, CALL_LIMIT);
    }

    @Override
    public Answer ask(String healthCheckId) {
        try {
            List<HealthCheckObservation> seen = client.getHealthCheckStatus(
                            request -> request.healthCheckId(healthCheckId))
                    .healthCheckObservations();
            return new Answer(seen.stream().map(AwsStatusApi::checker).toList(), null);
        } catch (AwsServiceException e) {
            return Answer.none(refusal(healthCheckId, e));
        } catch (SdkException e) {
            return Answer.none(Finding.proberError(
                    "Route 53 gave no answer that can be read: " + Fault.printable(String.valueOf(e.getMessage()))));
        }
    }

    private static Checker checker(HealthCheckObservation seen) {
        @Nullable StatusReport report = seen.statusReport();
        String region = seen.regionAsString() == null ? "a region" : seen.regionAsString();
        return report == null
                ? new Checker(region, "", null)
                : new Checker(region, Objects.requireNonNullElse(report.status(), ""), report.checkedTime());
    }

    private static Finding refusal(String healthCheckId, AwsServiceException e) {
        @Nullable AwsErrorDetails details = e.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        String words = details == null ? "" : Objects.requireNonNullElse(details.errorMessage(), "");
        String said = "Route 53 says " + e.statusCode() + " " + Fault.printable(code + ": " + words);
        if (e.isThrottlingException()) {
            return Finding.proberError("too many questions to Route 53 in this AWS account: " + said);
        } else if (e.statusCode() == 403) {
            return Finding.refused(said + "; the prober needs route53:GetHealthCheckStatus");
        }
        return Finding.proberError(said + ", of health check " + healthCheckId);
    }

    @Override
    public void close() {
        client.close();
    }
}
