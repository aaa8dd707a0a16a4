package dev.failover.awslocal.wire;

/** A refusal as AWS words it: HTTP status, error code and message for the caller. */
public final class AwsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    public AwsException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    /** The caller's fault or ours, in the error document's words. */
    public String type() {
        return status < 500 ? "Sender" : "Receiver";
    }
}
