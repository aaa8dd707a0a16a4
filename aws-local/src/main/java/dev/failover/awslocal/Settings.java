package dev.failover.awslocal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where aws-local listens, how long a change stays PENDING, and what it starts with. Port 0 means any free one.
 *
 * @param healthCheckScale how many times faster than Route 53's the health checks are
 */
public record Settings(
        String host,
        int httpPort,
        int dnsPort,
        Duration insyncDelay,
        int healthCheckScale,
        @Nullable Path seed) {

    static final long MAX_DELAY_MILLIS = 86_400_000;

    /** An interval of 10 s is 10 ms then. */
    static final int MAX_SCALE = 1_000;

    private static final String DEFAULT_HOST = "127.0.0.1";
    private static final int DEFAULT_HTTP_PORT = 4_566;
    private static final int DEFAULT_DNS_PORT = 15_353;
    private static final long DEFAULT_DELAY_MILLIS = 500;

    /** From the environment; refuses with all problems at once. */
    public static Settings fromEnv(Map<String, String> env) {
        List<String> problems = new ArrayList<>();
        Settings settings = new Settings(
                env.getOrDefault("AWS_LOCAL_HOST", DEFAULT_HOST),
                (int) number(env, "AWS_LOCAL_HTTP_PORT", DEFAULT_HTTP_PORT, 65_535, problems),
                (int) number(env, "AWS_LOCAL_DNS_PORT", DEFAULT_DNS_PORT, 65_535, problems),
                Duration.ofMillis(
                        number(env, "AWS_LOCAL_INSYNC_DELAY", DEFAULT_DELAY_MILLIS, MAX_DELAY_MILLIS, problems)),
                (int) number(env, "AWS_LOCAL_HEALTH_CHECK_SCALE", 1, MAX_SCALE, problems),
                seed(env.getOrDefault("AWS_LOCAL_SEED", ""), problems));
        if (settings.host.isBlank()) {
            problems.add("AWS_LOCAL_HOST must be a host name or address");
        }
        if (settings.healthCheckScale < 1) {
            problems.add("AWS_LOCAL_HEALTH_CHECK_SCALE must be 1 or more");
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    /** For tests and for embedding: loopback, free ports, in sync at once, empty. */
    public static Settings onFreePorts() {
        return new Settings(DEFAULT_HOST, 0, 0, Duration.ZERO, 1, null);
    }

    public Settings withPorts(int http, int dns) {
        return new Settings(host, http, dns, insyncDelay, healthCheckScale, seed);
    }

    public Settings withInsyncDelay(Duration delay) {
        return new Settings(host, httpPort, dnsPort, delay, healthCheckScale, seed);
    }

    public Settings withHealthCheckScale(int scale) {
        return new Settings(host, httpPort, dnsPort, insyncDelay, scale, seed);
    }

    public Settings withSeed(Path file) {
        return new Settings(host, httpPort, dnsPort, insyncDelay, healthCheckScale, file);
    }

    private static long number(
            Map<String, String> env, String key, long byDefault, long highest, List<String> problems) {
        String value = env.getOrDefault(key, "").strip();
        if (value.isEmpty()) {
            return byDefault;
        }
        if (!value.matches("[0-9]{1,9}") || Long.parseLong(value) > highest) {
            problems.add(key + " must be a whole number 0.." + highest + ", was '" + value + "'");
            return byDefault;
        }
        return Long.parseLong(value);
    }

    private static @Nullable Path seed(String value, List<String> problems) {
        if (value.isBlank()) {
            return null;
        }
        try {
            Path file = Path.of(value.strip());
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                problems.add("AWS_LOCAL_SEED must be a readable file, was '" + value + "'");
            }
            return file;
        } catch (InvalidPathException e) {
            problems.add("AWS_LOCAL_SEED is no path: '" + value + "'");
            return null;
        }
    }
}
