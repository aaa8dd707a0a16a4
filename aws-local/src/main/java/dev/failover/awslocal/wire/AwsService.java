package dev.failover.awslocal.wire;

/** One AWS service behind the HTTP port. */
public interface AwsService {

    /** Its name as in {@code aws <name> ...}. */
    String name();

    /** The XML namespace of its documents. */
    String namespace();

    /** Recognises the operation; refuses an unknown one with an {@link AwsException} that names it. */
    AwsCall route(AwsRequest request);

    /** How this service says "too many requests". */
    AwsException throttled();

    /** How this service says that the caller may not. */
    AwsException accessDenied(String operation);

    /** How this service says that it broke. */
    AwsException internalError();

    /** The refusal as a document; Route 53 and the Query protocol have the same form. */
    default AwsAnswer refusal(AwsException refusal, String requestId) {
        Xml error = Xml.of(
                "Error",
                Xml.text("Type", refusal.type()),
                Xml.text("Code", refusal.code()),
                Xml.text("Message", refusal.text()));
        return AwsAnswer.of(
                refusal.status(),
                Xml.of("ErrorResponse", error, Xml.text("RequestId", requestId)).document(namespace()));
    }
}
