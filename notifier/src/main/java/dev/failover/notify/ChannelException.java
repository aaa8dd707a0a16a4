package dev.failover.notify;

/** A notice was not taken; says whether it may be later. */
public final class ChannelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    /**
     * A failure.
     *
     * @param lasting whether a person has to mend something before it can be taken: topic gone, access denied
     */
    public ChannelException(String message, boolean lasting, Throwable cause) {
        super(message, cause);
        this.lasting = lasting;
    }

    /** Whether trying again is of no use. */
    public boolean lasting() {
        return lasting;
    }
}
