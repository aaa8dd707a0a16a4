package dev.failover.awslocal.sns;

import dev.failover.awslocal.wire.AwsException;

/** SNS's refusals. */
final class Refusals {

    private Refusals() {}

    static AwsException invalid(String why) {
        return new AwsException(400, "InvalidParameter", "Invalid parameter: " + why);
    }

    static AwsException notFound(String what) {
        return new AwsException(404, "NotFound", what + " does not exist");
    }
}
