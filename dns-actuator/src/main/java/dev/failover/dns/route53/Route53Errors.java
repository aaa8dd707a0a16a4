package dev.failover.dns.route53;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;

/** What the SDK throws, by what is known of the outcome. */
final class Route53Errors {

    /**
     * The clock of this machine is off, or the key is wrong: every call will be refused until that is mended (scenario
     * 16). The message repeats the request, session token included, and is left out.
     */
    private static final Set<String> SIGNATURE = Set.of(
            "RequestTimeTooSkewed",
            "RequestExpired",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "AuthFailure",
            "RequestInTheFuture");

    /** The request did not arrive whole in time. */
    private static final Set<String> CUT_OFF = Set.of("RequestTimeout", "RequestTimeoutException");

    private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException");

    private static final String BATCH = "InvalidChangeBatch";
    private static final int MOST_CHARACTERS = 600;

    private Route53Errors() {}

    static DnsProviderException of(SdkException e) {
        String message = message(e).replaceAll("\\s+", " ");
        return new DnsProviderException(
                kind(e), message.length() > MOST_CHARACTERS ? message.substring(0, MOST_CHARACTERS) + "…" : message, e);
    }

    private static Kind kind(SdkException e) {
        if (e instanceof InvalidChangeBatchException || batchWithoutCode(e).isPresent()) {
            return Kind.CONFLICT;
        } else if (e instanceof PriorRequestNotCompleteException) {
            return Kind.BUSY;
        } else if (e instanceof AwsServiceException service) {
            if (service.isThrottlingException()) {
                return Kind.BUSY;
            }
            boolean refused =
                    service.statusCode() >= 400 && service.statusCode() < 500 && !CUT_OFF.contains(code(service));
            return refused ? Kind.DENIED : Kind.UNCERTAIN;
        }
        return Kind.UNCERTAIN;
    }

    private static String message(SdkException e) {
        if (e instanceof InvalidChangeBatchException invalid && invalid.hasMessages()) {
            return BATCH + ": " + String.join("; ", invalid.messages());
        } else if (batchWithoutCode(e).isPresent()) {
            return BATCH + ": " + batchWithoutCode(e).get();
        } else if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = code(service);
            if (SIGNATURE.contains(code)) {
                return "Route 53 says " + code + " (is this machine's clock right, and the key?)";
            }
            String hint = DENIED.contains(code) ? " (docs/iam.md has what must be allowed)" : "";
            return "Route 53 says " + code + ": " + service.awsErrorDetails().errorMessage() + hint;
        }
        return "no answer from Route 53 that can be read: " + e.getMessage();
    }

    private static String code(AwsServiceException service) {
        AwsErrorDetails details = service.awsErrorDetails();
        return details == null || details.errorCode() == null ? "HTTP " + service.statusCode() : details.errorCode();
    }

    /**
     * The other documented form of a refused batch, root {@code InvalidChangeBatch}, in which the SDK finds no code: its
     * text without the tags.
     */
    private static Optional<String> batchWithoutCode(SdkException e) {
        return e instanceof AwsServiceException service
                        && service.awsErrorDetails() != null
                        && service.awsErrorDetails().errorCode() == null
                ? body(service.awsErrorDetails().rawResponse())
                        .filter(body -> body.contains("<" + BATCH))
                        .map(body -> body.replaceAll("<[^>]*>", " ").strip())
                : Optional.empty();
    }

    private static Optional<String> body(@Nullable SdkBytes raw) {
        return Optional.ofNullable(raw).map(SdkBytes::asUtf8String);
    }
}
