package dev.failover.awslocal.iam;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose calls which policy is enforced for; nobody's at first. Used on one thread. */
public final class Policies {

    /** In the place of an access key id: everybody who has no policy of his own. */
    public static final String EVERYBODY = "*";

    private static final int MOST = 1_000;
    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/,\\s]+)/");

    private final Map<String, Policy> policies = new TreeMap<>();

    /** Enforces a policy for an access key id from now on; false when there are too many. */
    public boolean enforce(String accessKeyId, Policy policy) {
        if (!policies.containsKey(accessKeyId) && policies.size() >= MOST) {
            return false;
        }
        policies.put(accessKeyId, policy);
        return true;
    }

    public void clear() {
        policies.clear();
    }

    /** For whom one is enforced. */
    public Set<String> accessKeyIds() {
        return Set.copyOf(policies.keySet());
    }

    /**
     * Lets a call pass, or not.
     *
     * @param authorization the header of this name; its signature is not checked
     * @throws AwsException AccessDenied, as AWS words it
     */
    public void check(String authorization, String service, String operation, AwsRequest request) {
        Matcher credential = CREDENTIAL.matcher(authorization);
        String accessKeyId = credential.find() ? credential.group(1) : "";
        Policy policy = policies.getOrDefault(accessKeyId, policies.get(EVERYBODY));
        // Nobody needs a permission to ask who he is.
        if (policy == null || service.equals("sts")) {
            return;
        }
        Attempt attempt = Attempts.of(service, operation, request);
        Policy.Verdict verdict = policy.judge(attempt);
        if (verdict != Policy.Verdict.ALLOWED) {
            throw new AwsException(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::000000000000:user/aws-local is not authorized to perform: " + attempt.action()
                            + (attempt.resource().equals("*") ? "" : " on resource: " + attempt.resource())
                            + (verdict == Policy.Verdict.DENIED
                                    ? " with an explicit deny in an identity-based policy"
                                    : " because no identity-based policy allows the " + attempt.action() + " action"));
        }
    }
}
