package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.kafka.KafkaSettings;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The probe-service's settings.
 *
 * @param location where this instance runs: instances of one location share the services, and have one vote together
 * @param maxInFlight the most checks at a time; a check beyond it starts late
 * @param canaries well-known targets: where most of them fail, this location is blind; none means that it is never
 * @param secrets where the checks' secrets are read from
 * @param aws the Route 53 whose health checks are asked for
 */
public record Settings(
        KafkaSettings kafka,
        int httpPort,
        String location,
        int maxInFlight,
        List<Check> canaries,
        Secrets secrets,
        AwsSettings aws) {

    private static final int MAX_CANARIES = 16;

    /** Whatever else a server says, it was reached; 5xx may be a proxy's word on what is behind it. */
    private static final List<Integer> REACHED =
            IntStream.range(200, 500).boxed().toList();

    public Settings {
        canaries = List.copyOf(canaries);
    }

    /**
     * Reads them all.
     *
     * @throws SettingsReader.BadSettingsException naming every problem
     */
    public static Settings fromEnv(Map<String, String> env) {
        SettingsReader reader = new SettingsReader(env);
        reader.required("LOCATION");
        Settings settings = new Settings(
                KafkaSettings.read(reader),
                reader.port("HTTP_PORT", 8081),
                reader.name("LOCATION", ""),
                reader.wholeNumber("MAX_CHECKS_IN_FLIGHT", 2_000, 1, 50_000),
                reader.read(
                        "CANARIES",
                        List.of(),
                        "must be 1 to " + MAX_CANARIES
                                + " of tcp://host:port, http://host/path or https://host/path, with commas between",
                        Settings::canaries),
                new Secrets(env),
                AwsSettings.read(reader, "ROUTE_53"));
        reader.refuseIfWrong();
        return settings;
    }

    private static List<Check> canaries(String list) {
        String[] urls = list.split(",", -1);
        if (urls.length > MAX_CANARIES) {
            throw new IllegalArgumentException("too many");
        }
        return Arrays.stream(urls).map(url -> canary(URI.create(url.strip()))).toList();
    }

    private static Check canary(URI url) {
        return "tcp".equals(url.getScheme())
                ? new Check.Tcp(url.getHost(), url.getPort(), null)
                : new Check.Http(url, REACHED, null, null, null);
    }
}
