package dev.failover.dns.steering;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The steering endpoints that the health checks look at, and how many of them it takes to move a name. Fewer than all, so
 * that one that is silent changes nothing; more than one, so that one that is wrong changes nothing.
 *
 * @param urls how Route 53's checkers, which are outside every VPC, reach them
 * @param needed so many must say that a name is elsewhere
 * @param failureThreshold so many answers in a row turn a checker
 */
public record SteeringEndpoints(List<URI> urls, int needed, int failureThreshold) {

    public static final int MIN = 3;
    public static final int MAX = 15;
    public static final int MAX_THRESHOLD = 10;

    public SteeringEndpoints {
        urls = List.copyOf(urls);
        that(urls.size() >= MIN && urls.size() <= MAX, "urls", "must be " + MIN + ".." + MAX, urls.size());
        Set<String> places = new HashSet<>();
        for (URI url : urls) {
            that(
                    url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
                    "urls",
                    "must be http:// or https://",
                    url.getScheme() + "://…");
            boolean root = url.getRawPath() == null
                    || url.getRawPath().isEmpty()
                    || url.getRawPath().equals("/");
            that(
                    root && url.getRawQuery() == null && url.getRawUserInfo() == null && url.getRawFragment() == null,
                    "urls",
                    "must be without user, path and query",
                    url.getHost());
            that(places.add(url.getHost() + ":" + port(url)), "urls", "must be unique", url.getHost());
        }
        that(
                needed >= 2 && needed < urls.size(),
                "needed",
                "must be 2.." + (urls.size() - 1) + ", fewer than there are urls",
                needed);
        that(
                failureThreshold >= 1 && failureThreshold <= MAX_THRESHOLD,
                "failureThreshold",
                "must be 1.." + MAX_THRESHOLD,
                failureThreshold);
    }

    /** More than half. */
    public static int majority(int endpoints) {
        return endpoints / 2 + 1;
    }

    public static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    /** What the one server of this product says where a name is; see {@link SteeringServer}. */
    public static String sentence(String service, String endpoint) {
        return SteeringServer.sentence(service, endpoint);
    }

    public static String path(String service, String endpoint) {
        return "/steer/" + service + "/" + endpoint;
    }

    private static void that(boolean holds, String field, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + rule + ", was '" + value + "'");
        }
    }
}
