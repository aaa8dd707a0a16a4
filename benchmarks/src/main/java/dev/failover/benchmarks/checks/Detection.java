package dev.failover.benchmarks.checks;

import dev.failover.benchmarks.checks.Target.Death;
import dev.failover.event.Check;
import dev.failover.event.EventCodec;
import dev.failover.event.Observation;
import dev.failover.event.Observation.Outcome;
import dev.failover.event.Probing;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * From a target's death to the third failed check: ours when it is read from Kafka, HAProxy's when its log says DOWN. Both
 * check each second, and each 200 ms after the first failure; both look at the same targets, which die at random times.
 */
public final class Detection {

    private static final int TARGETS_A_DEATH = 24;
    private static final int SETTLE_SECONDS = 30;
    private static final int DYING_MILLIS = 20_000;
    private static final int WAIT_SECONDS = 12;
    private static final int NEEDED = 3;
    private static final List<Death> DEATHS =
            List.of(Death.REFUSED, Death.RESET, Death.BLACKHOLED, Death.HTTP_503, Death.HUNG_BODY);
    private static final Probing PROBING =
            new Probing(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(1));
    private static final Pattern DOWN = Pattern.compile("Server b/s(\\d+) is DOWN");
    private static final int LOG_PORT = 18_293;

    private final List<Target> targets = new ArrayList<>();
    private final Map<Integer, Long> died = new ConcurrentHashMap<>();
    private final Map<Integer, Long> ours = new ConcurrentHashMap<>();
    private final Map<Integer, Long> haproxys = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> failures = new HashMap<>();
    private volatile boolean over;

    private Detection() {}

    /** Runs and prints a table. */
    public static void run(PrintStream out) throws IOException, InterruptedException {
        new Detection().measure(out);
    }

    private void measure(PrintStream out) throws IOException, InterruptedException {
        for (int i = 0; i < TARGETS_A_DEATH * DEATHS.size(); i++) {
            targets.add(new Target(DEATHS.get(i % DEATHS.size())));
        }
        Path folder = Files.createTempDirectory("detection");
        try (DatagramSocket log = new DatagramSocket(LOG_PORT, InetAddress.getLoopbackAddress());
                Program haproxy = haproxy(folder);
                Prober prober = Prober.start(folder, targets.size(), PROBING, List.of("-Xmx512m"), this::check)) {
            Thread kafka = thread(() -> readObservations(prober.bootstrap()));
            Thread syslog = thread(() -> readLog(log));
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            haproxy.mustRun();
            prober.mustRun();
            die();
            TimeUnit.SECONDS.sleep(WAIT_SECONDS);
            over = true;
            kafka.join();
            syslog.join();
        }
        targets.forEach(Target::close);
        print(out);
    }

    private Check check(int target) {
        return new Check.Http(
                URI.create("http://127.0.0.1:" + targets.get(target).port() + "/healthz"), List.of(), null, null, null);
    }

    private Program haproxy(Path folder) throws IOException {
        StringBuilder config = new StringBuilder("""
                global
                  nbthread 1
                  log 127.0.0.1:%d local0
                defaults
                  mode http
                  log global
                  timeout connect 1s
                  timeout client 5s
                  timeout server 5s
                  timeout check 1s
                frontend f
                  bind 127.0.0.1:18290
                  default_backend b
                backend b
                  option httpchk GET /healthz
                  http-check expect status 200
                """.formatted(LOG_PORT));
        for (int i = 0; i < targets.size(); i++) {
            config.append("  server s%d 127.0.0.1:%d check inter 1s fastinter 200ms fall %d rise 2\n"
                    .formatted(i, targets.get(i).port(), NEEDED));
        }
        Path file = folder.resolve("haproxy.cfg");
        Files.writeString(file, config);
        return Program.start(
                folder, "haproxy", Processors.CONTENDER, Map.of(), List.of("haproxy", "-db", "-f", file.toString()));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "reader");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void readObservations(String bootstrap) {
        KafkaClients clients = new KafkaClients(KafkaSettings.of(bootstrap));
        try (KafkaConsumer<String, byte[]> consumer = clients.consumer("detection")) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo each : consumer.partitionsFor(Topic.OBSERVATIONS.topicName())) {
                partitions.add(new TopicPartition(each.topic(), each.partition()));
            }
            consumer.assign(partitions);
            while (!over) {
                for (ConsumerRecord<String, byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    note(observation(each), System.nanoTime());
                }
            }
        }
    }

    private static Observation observation(ConsumerRecord<String, byte[]> read) {
        try {
            return (Observation) EventCodec.decode(read).orElseThrow();
        } catch (EventCodec.UndecodableException e) {
            throw new IllegalStateException(e);
        }
    }

    private void note(Observation seen, long now) {
        int service = Integer.parseInt(seen.service().substring(1));
        int target = 2 * service + (seen.endpoint().equals("primary") ? 0 : 1);
        boolean failed = seen.outcome() == Outcome.FAIL;
        if (failed && died.containsKey(target) && failures.merge(target, 1, Integer::sum) == NEEDED) {
            ours.put(target, now);
        }
    }

    private void readLog(DatagramSocket log) {
        byte[] buffer = new byte[8_192];
        try {
            log.setSoTimeout(200);
            while (!over) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                    log.receive(packet);
                } catch (SocketTimeoutException nothing) {
                    continue;
                }
                long now = System.nanoTime();
                Matcher down = DOWN.matcher(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8));
                if (down.find()) {
                    haproxys.putIfAbsent(Integer.parseInt(down.group(1)), now);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("HAProxy's log cannot be read", e);
        }
    }

    /** Each at a time of its own. */
    private void die() throws InterruptedException {
        Random random = new Random(7);
        for (int i = 0; i < targets.size(); i++) {
            died.put(i, targets.get(i).die());
            TimeUnit.MILLISECONDS.sleep(random.nextInt(2 * DYING_MILLIS / targets.size()));
        }
    }

    private void print(PrintStream out) {
        out.println("| death | probe-service: least, median, most | HAProxy: least, median, most |");
        out.println("| --- | --- | --- |");
        for (Death death : DEATHS) {
            out.printf("| %s | %s | %s |%n", death, spread(death, ours), spread(death, haproxys));
        }
    }

    private String spread(Death death, Map<Integer, Long> seen) {
        List<Double> seconds = new ArrayList<>();
        seen.forEach((target, at) -> {
            Long from = died.get(target);
            if (from != null && targets.get(target).death() == death) {
                seconds.add((at - from) / 1e9);
            }
        });
        seconds.sort(null);
        return seconds.isEmpty()
                ? "none"
                : "%.2f, %.2f, %.2f s (%d of %d)"
                        .formatted(
                                seconds.get(0),
                                seconds.get(seconds.size() / 2),
                                seconds.get(seconds.size() - 1),
                                seconds.size(),
                                TARGETS_A_DEATH);
    }
}
