package dev.failover.awslocal.wire;

import java.util.Map;

/** One HTTP answer with an XML body. */
public record AwsAnswer(int status, String body, Map<String, String> headers) {

    public static AwsAnswer of(int status, String body) {
        return new AwsAnswer(status, body, Map.of());
    }
}
