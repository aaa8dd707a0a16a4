package dev.failover.awslocal.iam;

import java.util.List;
import java.util.Map;

/**
 * What a caller wants to do.
 *
 * @param action for example {@code route53:GetChange}
 * @param resource its ARN; {@code *} for an action that has none
 * @param context values by the name of the condition key, in lower case; a key without values is absent
 */
public record Attempt(String action, String resource, Map<String, List<String>> context) {

    List<String> values(String key) {
        return context.getOrDefault(key, List.of());
    }
}
