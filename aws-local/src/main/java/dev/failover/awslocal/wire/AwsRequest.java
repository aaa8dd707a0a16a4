package dev.failover.awslocal.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One HTTP request, read to its end: the decoded path, the parameters, the body, and the host and
 * port under which the caller reached us. */
@SuppressWarnings("ArrayRecordComponent")
public record AwsRequest(
        String method, String path, Map<String, String> query, byte[] body, String requestId, String authority) {

    public @Nullable String parameter(String name) {
        return query.get(name);
    }
}
