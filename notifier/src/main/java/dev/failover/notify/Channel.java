package dev.failover.notify;

/** A way to tell people. Calls block for a few seconds at most; what fails throws {@link ChannelException}. */
public interface Channel extends AutoCloseable {

    /** For logs and metrics. */
    String name();

    /** Tells, or throws. */
    void tell(Notice notice);

    @Override
    default void close() {}
}
