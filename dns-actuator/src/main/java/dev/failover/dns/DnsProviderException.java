package dev.failover.dns;

import java.util.Objects;

/** A provider did not do what it was asked to; says whether anything may have been changed. */
public final class DnsProviderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is known of the outcome. */
    public enum Kind {
        /** Nothing was changed: the zone is not as the plan supposed. */
        CONFLICT,
        /** Nothing was changed: not allowed, no such zone, not understood. Trying again does not help. */
        DENIED,
        /** Nothing was changed: too many requests, or another one is under way. */
        BUSY,
        /** Nothing was asked: there is no quota, or no time, or the provider has not answered for a while. */
        UNAVAILABLE,
        /** It may or may not have been done: the zone has to be read. */
        UNCERTAIN
    }

    private final Kind kind;

    public DnsProviderException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DnsProviderException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
