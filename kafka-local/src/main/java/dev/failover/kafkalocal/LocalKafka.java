package dev.failover.kafkalocal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka broker (KRaft, broker and controller in one) in this process, on loopback, with its data in a folder. Started
 * again on the same folder it goes on with what is there. It is Kafka itself, not an imitation.
 */
public final class LocalKafka implements AutoCloseable {

    /** One folder holds one cluster, and its id needs not be secret or unique. */
    private static final String CLUSTER_ID = "ZmFpbG92ZXItbG9jYWwta2E";

    private final KafkaRaftServer server;
    private final int port;

    private LocalKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts on free ports. */
    public static LocalKafka start(Path folder) {
        return start(folder, freePort());
    }

    /**
     * Starts, and returns once clients can connect.
     *
     * @param folder for the data, made if missing
     * @param port where clients connect; the controller takes a free one
     * @throws IllegalStateException when the folder cannot be used or the port is taken
     */
    public static LocalKafka start(Path folder, int port) {
        Map<String, String> options = options(folder, port, freePort());
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("broker.properties");
            String text = options.entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue() + "\n")
                    .collect(Collectors.joining());
            Files.writeString(file, text);
            formatOnce(folder, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's folder " + folder + " cannot be used", e);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(options), Time.SYSTEM);
        server.startup();
        return new LocalKafka(server, port);
    }

    private static void formatOnce(Path folder, Path file) {
        if (Files.exists(folder.resolve("data/meta.properties"))) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = StorageTool.execute(
                new String[] {"format", "-t", CLUSTER_ID, "-c", file.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IllegalStateException(
                    "Kafka's folder " + folder + " could not be formatted: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static Map<String, String> options(Path folder, int port, int controllerPort) {
        Map<String, String> options = new TreeMap<>();
        options.put("process.roles", "broker,controller");
        options.put("node.id", "1");
        options.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        options.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        options.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        options.put("controller.listener.names", "CONTROLLER");
        options.put("log.dirs", folder.resolve("data").toAbsolutePath().toString());
        options.put("auto.create.topics.enable", "false");
        options.put("offsets.topic.replication.factor", "1");
        options.put("offsets.topic.num.partitions", "4");
        options.put("transaction.state.log.replication.factor", "1");
        options.put("transaction.state.log.min.isr", "1");
        options.put("transaction.state.log.num.partitions", "4");
        options.put("share.coordinator.state.topic.replication.factor", "1");
        options.put("share.coordinator.state.topic.min.isr", "1");
        options.put("share.coordinator.state.topic.num.partitions", "1");
        // Members come one after the other in one process; waiting for more of them only delays the start.
        options.put("group.initial.rebalance.delay.ms", "0");
        options.put("log.cleaner.dedupe.buffer.size", "4194304");
        options.put("num.network.threads", "1");
        options.put("num.io.threads", "2");
        options.put("background.threads", "2");
        return options;
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops and leaves the folder as it is. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on loopback", e);
        }
    }
}
