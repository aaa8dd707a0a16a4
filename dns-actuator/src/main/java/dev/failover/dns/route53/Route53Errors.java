package dev.failover.dns.route53;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;

/** What the SDK throws, by what is known of the outcome. */
final class Route53Errors {

    /** The clock of this machine is off, and every call will be refused until it is set (scenario 16). */
    private static final Set<String> CLOCK = Set.of(
            "RequestTimeTooSkewed",
            "RequestExpired",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "RequestInTheFuture");

    private Route53Errors() {}

    static DnsProviderException of(SdkException e) {
        return new DnsProviderException(kind(e), message(e), e);
    }

    private static Kind kind(SdkException e) {
        if (e instanceof InvalidChangeBatchException) {
            return Kind.CONFLICT;
        } else if (e instanceof PriorRequestNotCompleteException) {
            return Kind.BUSY;
        } else if (e instanceof AwsServiceException service) {
            if (service.isThrottlingException()) {
                return Kind.BUSY;
            }
            return service.statusCode() >= 400 && service.statusCode() < 500 ? Kind.DENIED : Kind.UNCERTAIN;
        }
        return Kind.UNCERTAIN;
    }

    private static String message(SdkException e) {
        if (e instanceof InvalidChangeBatchException invalid && invalid.hasMessages()) {
            return "InvalidChangeBatch: " + String.join("; ", invalid.messages());
        } else if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            String hint = CLOCK.contains(code) ? " (is this machine's clock right?)" : "";
            return "Route 53 says " + code + ": " + service.awsErrorDetails().errorMessage() + hint;
        }
        return "Route 53 gave no answer that can be read: " + e.getMessage();
    }
}
