package dev.failover.cli.demo;

import dev.failover.awslocal.AwsLocal;
import dev.failover.cli.Applied;
import dev.failover.cli.Pipeline;
import dev.failover.cli.services.ServicesFile;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafkalocal.LocalKafka;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A whole system on this machine: a real broker, aws-local, two stand-in sites, three locations and all services. */
final class Demo implements AutoCloseable {

    static final String ZONE = "Z0FAILOVERDEMO";
    static final String TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:failover-notices";
    static final List<String> LOCATIONS = List.of("a", "b", "c");

    private static final String MARKER = ".failover-demo";
    private static final List<String> PARTS = List.of("kafka", "aws-local.json", "services.yaml", MARKER);
    private static final Duration INSYNC_DELAY = Duration.ofMillis(500);

    private final Path folder;
    private final Ports ports;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, StandInSite> sites = new HashMap<>();
    private final KafkaClients clients;

    private Demo(Path folder, Ports ports) {
        this.folder = folder;
        this.ports = ports;
        this.clients = new KafkaClients(KafkaSettings.of("127.0.0.1:" + ports.kafka()));
    }

    /**
     * Starts all of it and returns once the services have started.
     *
     * @param folder for Kafka's data and the demo's files; must be empty or not there
     */
    static Demo start(Path folder, Ports ports) {
        Demo demo = new Demo(folder, ports);
        try {
            demo.startParts();
            return demo;
        } catch (IOException | TimeoutException | RuntimeException e) {
            demo.close();
            throw new IllegalStateException("the demo did not start: " + e.getMessage(), e);
        }
    }

    private void startParts() throws IOException, TimeoutException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(MARKER), "Made by failover demo, which deletes its parts again.\n");
        started.push(() -> vertx.close().await(10, TimeUnit.SECONDS));
        site("primary", ports.primary());
        site("secondary", ports.secondary());
        Path seed = write("aws-local.json");
        started.push(AwsLocal.start(
                new dev.failover.awslocal.Settings("127.0.0.1", ports.aws(), ports.dns(), INSYNC_DELAY, 1, seed)));
        started.push(LocalKafka.start(folder.resolve("kafka"), ports.kafka()));
        Applied applied = new Applied(clients);
        applied.topics(TopicSettings.LOCAL);
        // The record is there already, without a fence.
        applied.write(services().services().stream().map(ServiceSpec::adopting).toList());
        started.push(Pipeline.start(env(), LOCATIONS, Demo::die));
    }

    private void site(String name, int port) throws TimeoutException {
        StandInSite site = new StandInSite("127.0.0.1", port, name);
        vertx.deployVerticle(site).await(10, TimeUnit.SECONDS);
        sites.put(name, site);
    }

    private ServicesFile.Result services() throws IOException {
        ServicesFile.Result result = ServicesFile.read(write("services.yaml"));
        if (!result.isUsable()) {
            throw new AssertionError("the demo's own services.yaml: " + result.problems());
        }
        return result;
    }

    /** Copies a template to the folder, where people can read and change it. */
    private Path write(String name) throws IOException {
        try (InputStream template = Demo.class.getResourceAsStream(name)) {
            String text = new String(Objects.requireNonNull(template, name).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${primary}", Integer.toString(ports.primary()))
                    .replace("${secondary}", Integer.toString(ports.secondary()));
            return Files.writeString(folder.resolve(name), text);
        }
    }

    private Map<String, String> env() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + ports.kafka(),
                "HTTP_PORT",
                Integer.toString(ports.management()),
                "AWS_ENDPOINT_URL",
                aws(),
                "AWS_ACCESS_KEY_ID",
                "demo",
                "AWS_SECRET_ACCESS_KEY",
                "demo",
                "DNS_NAME_SERVERS",
                "127.0.0.1:" + ports.dns(),
                "SNS_TOPIC_ARN",
                TOPIC_ARN,
                "CONFIRM_FIRST_DELAY",
                "200ms");
    }

    private static void die(Throwable cause) {
        System.err.println("failover: a service has died: " + cause);
        Runtime.getRuntime().halt(1);
    }

    StandInSite site(String name) {
        return Objects.requireNonNull(sites.get(name), name);
    }

    Map<String, StandInSite> sites() {
        return Map.copyOf(sites);
    }

    KafkaClients clients() {
        return clients;
    }

    Ports ports() {
        return ports;
    }

    Path folder() {
        return folder;
    }

    Vertx vertx() {
        return vertx;
    }

    String aws() {
        return "http://127.0.0.1:" + ports.aws();
    }

    /** Stops in the reverse order of starting; what does not stop is said, and the rest is stopped all the same. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("failover: a part of the demo did not stop cleanly: " + e.getMessage());
            }
        }
    }

    /**
     * Deletes what an earlier demo left, and only that.
     *
     * @throws IllegalArgumentException where the folder has anything in it and no demo made it
     */
    static void clear(Path folder) {
        try {
            if (Files.exists(folder.resolve(MARKER))) {
                for (String part : PARTS) {
                    delete(folder.resolve(part));
                }
            } else if (!isEmpty(folder)) {
                throw new IllegalArgumentException(
                        "folder " + folder + " is not empty and not of an earlier demo; name another with --folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the earlier demo's folder " + folder + " cannot be cleared: " + e, e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        try (Stream<Path> files = Files.walk(part)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
