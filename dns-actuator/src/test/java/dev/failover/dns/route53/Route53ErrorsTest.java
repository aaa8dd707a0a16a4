package dev.failover.dns.route53;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.PriorRequestNotCompleteException;
import software.amazon.awssdk.services.route53.model.Route53Exception;

class Route53ErrorsTest {

    @ParameterizedTest
    @DisplayName("scenarios 44, 49, 55: what is known of the outcome decides what is done")
    @CsvSource({
        "Throttling, 400, BUSY",
        "ThrottlingException, 400, BUSY",
        "AccessDenied, 403, DENIED",
        "ExpiredToken, 403, DENIED",
        "NoSuchHostedZone, 404, DENIED",
        "InvalidInput, 400, DENIED",
        "RequestTimeout, 400, UNCERTAIN",
        "InternalFailure, 500, UNCERTAIN",
        "ServiceUnavailable, 503, UNCERTAIN",
    })
    void sortsByOutcome(String code, int status, Kind kind) {
        DnsProviderException e = Route53Errors.of(error(code, status, "told why", null));
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e).hasMessageStartingWith("Route 53 says " + code + ": told why");
    }

    @Test
    void anotherRequestUnderWayIsBusy() {
        assertThat(Route53Errors.of(PriorRequestNotCompleteException.builder()
                                .message("wait")
                                .build())
                        .kind())
                .isEqualTo(Kind.BUSY);
    }

    @Test
    void noAnswerIsUncertain() {
        DnsProviderException e = Route53Errors.of(SdkClientException.create("Connection reset"));
        assertThat(e.kind()).isEqualTo(Kind.UNCERTAIN);
        assertThat(e).hasMessage("no answer from Route 53 that can be read: Connection reset");
    }

    @Test
    @DisplayName("scenario 46: a refused batch is a conflict in both forms that are documented")
    void aRefusedBatchIsAConflict() {
        DnsProviderException listed = Route53Errors.of(
                InvalidChangeBatchException.builder().messages("m1", "m2").build());
        assertThat(listed.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(listed).hasMessage("InvalidChangeBatch: m1; m2");

        DnsProviderException without = Route53Errors.of(error(
                null,
                400,
                null,
                "<?xml version=\"1.0\"?>\n<InvalidChangeBatch xmlns=\"x\"><Messages><Message>it was not found</Message>"
                        + "</Messages></InvalidChangeBatch>"));
        assertThat(without.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(without).hasMessage("InvalidChangeBatch: it was not found");
    }

    @Test
    @DisplayName("scenarios 16, 65: a refused signature points at the clock and repeats nothing of the request")
    void hidesTheRequestThatASignatureErrorRepeats() {
        DnsProviderException e = Route53Errors.of(error(
                "SignatureDoesNotMatch", 403, "The Canonical String was x-amz-security-token:FwoGZXIvYXdzEBYa", null));
        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessage("Route 53 says SignatureDoesNotMatch (is this machine's clock right, and the key?)");
    }

    @Test
    @DisplayName("scenario 55: a missing permission is named, with where to look")
    void namesAMissingPermission() {
        assertThat(Route53Errors.of(error("AccessDenied", 403, "User x may not route53:GetChange", null)))
                .hasMessage("Route 53 says AccessDenied: User x may not route53:GetChange"
                        + " (docs/iam.md has what must be allowed)");
    }

    @Test
    void keepsMessagesShortAndOnOneLine() {
        String message = Route53Errors.of(error("InvalidInput", 400, "a\nb " + "x".repeat(5_000), null))
                .getMessage();
        assertThat(message).startsWith("Route 53 says InvalidInput: a b xxx").hasSizeLessThan(700);
    }

    private static SdkException error(
            @Nullable String code, int status, @Nullable String message, @Nullable String body) {
        AwsErrorDetails.Builder details =
                AwsErrorDetails.builder().errorCode(code).errorMessage(message);
        if (body != null) {
            details.rawResponse(SdkBytes.fromString(body, java.nio.charset.StandardCharsets.UTF_8));
        }
        return (SdkException) Route53Exception.builder()
                .statusCode(status)
                .awsErrorDetails(details.build())
                .message(String.format(Locale.ROOT, "%s (Service: Route53, Status Code: %d)", message, status))
                .build();
    }
}
