package dev.failover.benchmarks.moves;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.awslocal.AwsLocal;
import dev.failover.dns.ActuatorVerticle;
import dev.failover.dns.Settings;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.EventCodec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.Topic;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafka.Topics;
import dev.failover.kafkalocal.LocalKafka;
import dev.failover.service.Health;
import dev.failover.service.ServiceContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** A broker, aws-local with one zone, and one actuator. Whoever measures speaks for the decision-service. */
final class World implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;
    private final LocalKafka kafka;
    private final AwsLocal aws;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Producer<String, byte[]> producer;
    private final EventWriter writer;
    private final Consumer<String, byte[]> changes;
    private final List<Seen> seen = new ArrayList<>();
    private final String zone;

    private record Seen(DnsChange change, Instant at) {}

    World(Map<String, String> settings) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("moves");
        kafka = LocalKafka.start(folder);
        aws = AwsLocal.start(dev.failover.awslocal.Settings.onFreePorts());
        KafkaClients clients = new KafkaClients(KafkaSettings.of(kafka.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            new Topics(admin).provision(TopicSettings.LOCAL);
        }
        producer = clients.producer("moves", 20_000);
        writer = new EventWriter(producer, "moves", Clock.systemUTC());
        changes = clients.consumer("moves-reader");
        List<TopicPartition> partitions = changes.partitionsFor(Topic.CHANGES.topicName()).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        changes.assign(partitions);
        changes.seekToBeginning(partitions);
        zone = createZone();
        deploy(settings);
    }

    String zone() {
        return zone;
    }

    private String createZone() throws InterruptedException {
        String body = "<CreateHostedZoneRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
                + "<Name>example.com</Name><CallerReference>moves</CallerReference></CreateHostedZoneRequest>";
        String answer = send("POST", "/2013-04-01/hostedzone", body);
        return answer.replaceAll("(?s).*<Id>/hostedzone/(\\w+)</Id>.*", "$1");
    }

    private void deploy(Map<String, String> settings) {
        Map<String, String> env = new HashMap<>(settings);
        env.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        env.put("AWS_ENDPOINT_URL_ROUTE_53", aws.endpoint().toString());
        env.put("AWS_ACCESS_KEY_ID", "moves");
        env.put("AWS_SECRET_ACCESS_KEY", "moves");
        env.put("CONFIRM_FIRST_DELAY", "20ms");
        env.put(
                "DNS_NAME_SERVERS",
                aws.dnsAddress().getHostString() + ":" + aws.dnsAddress().getPort());
        ServiceContext context = new ServiceContext(new Health(), new SimpleMeterRegistry(), cause -> {
            throw new IllegalStateException(cause);
        });
        try {
            String unused = vertx.deployVerticle(new ActuatorVerticle(Settings.fromEnv(env), context))
                    .await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the actuator did not start", e);
        }
    }

    /** Says when it was handed to Kafka's client. */
    Instant write(Decision decision) {
        return writeAll(List.of(decision));
    }

    /** Says when the first was. */
    Instant writeAll(List<Decision> decisions) {
        Instant begin = Instant.now();
        writer.writeAll(decisions);
        return begin;
    }

    /** Waits until all have come so far, and says when the last of them did. */
    Instant await(DnsChange.Status status, List<Decision> decisions) {
        Set<String> missing = new HashSet<>();
        decisions.forEach(decision -> missing.add(decision.id()));
        Instant limit = Instant.now().plus(LIMIT);
        Instant last = Instant.EPOCH;
        int next = 0;
        while (!missing.isEmpty()) {
            for (; next < seen.size(); next++) {
                Seen each = seen.get(next);
                refuseTrouble(each.change());
                if (each.change().status() == status
                        && missing.remove(each.change().decisionId())) {
                    last = each.at();
                }
            }
            if (Instant.now().isAfter(limit)) {
                throw new IllegalStateException(missing.size() + " decisions did not get " + status);
            }
            if (!missing.isEmpty()) {
                changes.poll(POLL).forEach(record -> seen.add(new Seen(decoded(record), Instant.now())));
            }
        }
        return last;
    }

    private static void refuseTrouble(DnsChange change) {
        if (change.status() == DnsChange.Status.FAILED || change.status() == DnsChange.Status.REFUSED) {
            throw new IllegalStateException(change.decisionId() + " " + change.status() + ": " + change.reason());
        }
    }

    private static DnsChange decoded(ConsumerRecord<String, byte[]> record) {
        try {
            return (DnsChange) EventCodec.decode(record).orElseThrow();
        } catch (EventCodec.UndecodableException e) {
            throw new IllegalStateException(e);
        }
    }

    /** When each ChangeResourceRecordSets came in. */
    List<Instant> arrivals() throws InterruptedException {
        List<Instant> arrivals = new ArrayList<>();
        json("arrivals?operation=ChangeResourceRecordSets")
                .path("arrivals")
                .forEach(at -> arrivals.add(Instant.parse(at.asText())));
        return arrivals;
    }

    Map<String, Integer> calls() throws InterruptedException {
        Map<String, Integer> calls = new HashMap<>();
        json("calls")
                .properties()
                .forEach(each -> calls.put(each.getKey(), each.getValue().asInt()));
        return calls;
    }

    private JsonNode json(String what) throws InterruptedException {
        try {
            return MAPPER.readTree(send("GET", "/_aws-local/" + what, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String send(String method, String path, String body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(aws.endpoint() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            vertx.close().await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("the actuator did not stop", e);
        } finally {
            changes.close();
            producer.close();
            aws.close();
            kafka.close();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
