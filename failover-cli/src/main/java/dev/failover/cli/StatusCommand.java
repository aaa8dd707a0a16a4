package dev.failover.cli;

import dev.failover.event.EventCodec;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where every name is, and why. */
@Command(name = "status", description = "Show where every name is, and why; with a service, its votes too.")
final class StatusCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "one service, in detail")
    private @Nullable String service;

    @Option(
            names = "--why",
            description = "with a service: how long its last move took, and what each location has counted, as well")
    private boolean why;

    @Option(names = "--json", description = "the states as they are in Kafka, one JSON a line")
    private boolean json;

    @Mixin
    private KafkaOption kafka;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (why && service == null) {
            throw new IllegalArgumentException("--why asks of one service: failover status --why SERVICE");
        }
        KafkaClients clients = kafka.clients();
        Map<String, ServiceSpec> specs = CompactedTopic.read(clients, Topic.SERVICES, ServiceSpec.class);
        Map<String, ServiceState> states = CompactedTopic.read(clients, Topic.STATE, ServiceState.class);
        if (service != null) {
            specs = only(specs, service);
        }
        print(specs, states, json ? Map.of() : RecordHistory.read(clients));
        return 0;
    }

    private void print(
            Map<String, ServiceSpec> specs, Map<String, ServiceState> states, Map<String, RecordHistory> histories) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            specs.keySet().stream()
                    .map(states::get)
                    .filter(Objects::nonNull)
                    .forEach(state -> out.println(EventCodec.json(state)));
        } else if (service != null) {
            RecordHistory history = histories.getOrDefault(service, RecordHistory.NONE);
            specs.values().forEach(one -> show(one, states.get(one.service()), history, out));
        } else {
            StatusText.table(specs, states, histories, Instant.now(), out);
        }
    }

    private void show(ServiceSpec one, @Nullable ServiceState state, RecordHistory history, PrintWriter out) {
        if (why) {
            StatusText.why(one, state, history, out);
        } else {
            StatusText.detail(one, state, history, out);
        }
    }

    private static Map<String, ServiceSpec> only(Map<String, ServiceSpec> specs, String name) {
        ServiceSpec known = specs.get(name);
        if (known == null) {
            throw new IllegalArgumentException("there is no service " + name + ", but " + specs.keySet());
        }
        return Map.of(name, known);
    }
}
