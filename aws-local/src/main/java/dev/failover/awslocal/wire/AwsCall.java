package dev.failover.awslocal.wire;

import java.util.function.Supplier;

/** A recognised operation, ready to be run. Nothing has been changed until {@link #run} is called. */
public record AwsCall(String operation, Supplier<AwsAnswer> run) {}
