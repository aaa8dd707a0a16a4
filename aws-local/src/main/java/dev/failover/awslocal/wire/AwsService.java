package dev.failover.awslocal.wire;

/** One AWS service behind the HTTP port. */
public interface AwsService {

    /** Its name as in {@code aws <name> ...}. */
    String name();

    /** Recognises the operation; refuses an unknown one with an {@link AwsException} that names it. */
    AwsCall route(AwsRequest request);

    /** The refusal in the service's own XML. */
    AwsAnswer refusal(AwsException refusal, String requestId);

    /** How this service says "too many requests". */
    AwsException throttled();

    /** How this service says that the caller may not. */
    AwsException accessDenied(String operation);

    /** How this service says that it broke. */
    AwsException internalError();
}
