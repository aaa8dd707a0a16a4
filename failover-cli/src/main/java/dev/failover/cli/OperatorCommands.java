package dev.failover.cli;

import dev.failover.event.Command.Kind;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.EventWriter;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import dev.failover.service.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an operator can say: each command is one event on {@code failover.commands}. */
final class OperatorCommands {

    private static final int DELIVERY_MILLIS = 15_000;

    private OperatorCommands() {}

    /** What all of them need. */
    abstract static class Said implements Callable<Integer> {

        @Parameters(paramLabel = "SERVICE", description = "the service's name")
        private String service;

        @Option(names = "--reason", required = true, description = "why: it stands in the record and the notices")
        private String reason;

        @Option(names = "--by", description = "who (default: the user's login)")
        private String by = System.getProperty("user.name", "unknown");

        @Mixin
        private KafkaOption kafka;

        @Spec
        private CommandSpec spec;

        abstract dev.failover.event.Command command(Words words);

        @Override
        public Integer call() {
            KafkaClients clients = kafka.clients();
            ServiceSpec known = known(clients);
            Words words = new Words(service, UUID.randomUUID().toString(), by, reason, Instant.now());
            dev.failover.event.Command command = command(words);
            if (command.endpoint() != null && known.endpoint(command.endpoint()).isEmpty()) {
                throw new IllegalArgumentException(service + " has no endpoint " + command.endpoint() + ", but "
                        + known.endpoints().stream().map(e -> e.name()).toList());
            }
            try (Producer<String, byte[]> producer = clients.producer("failover-cli", DELIVERY_MILLIS)) {
                new EventWriter(producer, "failover-cli/" + by, Clock.systemUTC()).write(command);
            }
            spec.commandLine()
                    .getOut()
                    .println(command.kind() + " of " + service + " is said; `failover status " + service
                            + "` shows what came of it");
            return 0;
        }

        private ServiceSpec known(KafkaClients clients) {
            Map<String, ServiceSpec> services = CompactedTopic.read(clients, Topic.SERVICES, ServiceSpec.class);
            ServiceSpec known = services.get(service);
            if (known == null) {
                throw new IllegalArgumentException("there is no service " + service + ", but " + services.keySet());
            }
            return known;
        }
    }

    /** The part of a command that all kinds share. */
    record Words(String service, String id, String by, String reason, Instant at) {

        dev.failover.event.Command command(
                Kind kind, @Nullable String endpoint, boolean force, @Nullable Instant until) {
            return new dev.failover.event.Command(service, id, kind, endpoint, force, until, by, reason, at);
        }
    }

    @Command(name = "failover", description = "Move a service's name to an endpoint.")
    static final class Failover extends Said {

        @Option(names = "--to", required = true, paramLabel = "ENDPOINT", description = "where to")
        private String endpoint;

        @Option(names = "--force", description = "even to an endpoint that is not UP")
        private boolean force;

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.FAILOVER, endpoint, force, null);
        }
    }

    @Command(name = "failback", description = "Move a service's name back to its preferred endpoint.")
    static final class Failback extends Said {

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.FAILBACK, null, false, null);
        }
    }

    @Command(name = "pause", description = "Hold automatic moves of a service for a time.")
    static final class Pause extends Said {

        private static final Duration LONGEST = Duration.ofDays(7);

        @Option(
                names = "--for",
                required = true,
                paramLabel = "TIME",
                description = "how long, for example 30m; at most 7d")
        private String time;

        @Override
        dev.failover.event.Command command(Words words) {
            Duration length = length();
            if (length.compareTo(LONGEST) > 0 || length.isZero()) {
                throw new IllegalArgumentException("--for must be longer than 0 and at most 7d, was '" + time + "'");
            }
            return words.command(Kind.PAUSE, null, false, words.at().plus(length));
        }

        private Duration length() {
            try {
                return Durations.parse(time);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--for " + e.getMessage(), e);
            }
        }
    }

    @Command(name = "resume", description = "End a pause.")
    static final class Resume extends Said {

        @Override
        dev.failover.event.Command command(Words words) {
            return words.command(Kind.RESUME, null, false, null);
        }
    }
}
