package dev.failover.cli;

import dev.failover.cli.services.ServicesFile;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.KafkaSettings;
import dev.failover.kafka.TopicSettings;
import dev.failover.kafkalocal.LocalKafka;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All services and a broker in one process, against the user's own endpoints and AWS account. */
@Command(
        name = "run",
        description = {
            "Run all services and a broker in this process, against your own endpoints and AWS account.",
            "AWS credentials, region and endpoints come by the AWS SDK's own chain; SNS_TOPIC_ARN names the notices'"
                    + " topic."
        })
final class RunCommand implements Callable<Integer> {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    @Mixin
    private ServicesOption services;

    @Option(names = "--dry-run", description = "decide, publish and plan; change nothing in DNS")
    private boolean dryRun;

    @Option(names = "--adopt", description = "take over records that exist already and carry no fence")
    private boolean adopt;

    @Option(
            names = "--locations",
            split = ",",
            defaultValue = "local",
            paramLabel = "NAME",
            description = "one prober for each; in one process they share its fate (${DEFAULT-VALUE})")
    private List<String> locations = new ArrayList<>();

    @Option(names = "--data", defaultValue = ".failover/run", description = "for Kafka's data (${DEFAULT-VALUE})")
    private Path data;

    @Option(names = "--kafka-port", defaultValue = "" + LocalPorts.KAFKA, description = "(${DEFAULT-VALUE})")
    private int kafkaPort;

    @Option(names = "--port", defaultValue = "18081", description = "of health and metrics (${DEFAULT-VALUE})")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ServicesFile.Result file = services.read(spec.commandLine().getErr());
        if (!file.isUsable()) {
            return 2;
        }
        List<ServiceSpec> wanted =
                file.services().stream().map(s -> adopt ? s.adopting() : s).toList();
        wanted.forEach(this::refuseTooFewLocations);
        LocalPorts.mustBeFree(kafkaPort, "Kafka", "name another with --kafka-port");
        LocalPorts.mustBeFreeEverywhere(port, "health and metrics", "name another with --port");
        LocalFolder.mustBeWritable(data, "--data");
        try (StopSignal stop = StopSignal.watch();
                LocalKafka kafka = LocalKafka.start(data, kafkaPort)) {
            run(kafka.bootstrapServers(), wanted, stop);
        }
        return 0;
    }

    private void refuseTooFewLocations(ServiceSpec service) {
        int needed = service.policy().minLocations();
        if (needed > locations.size()) {
            throw new IllegalArgumentException(service.service() + ": policy.minLocations is " + needed
                    + ", but this process probes from " + locations.size() + " location"
                    + (locations.size() == 1 ? "" : "s")
                    + " and would never decide; set minLocations: " + locations.size() + ", or name more --locations");
        }
    }

    private void run(String bootstrapServers, List<ServiceSpec> wanted, StopSignal stop) throws InterruptedException {
        KafkaClients clients = new KafkaClients(KafkaSettings.of(bootstrapServers));
        Applied applied = new Applied(clients);
        applied.topics(TopicSettings.LOCAL);
        Journal journal = Journal.follow(clients, this::show);
        try (journal;
                Pipeline pipeline = Pipeline.start(env(bootstrapServers), locations, this::die)) {
            Catalogue catalogue = applied.compare(wanted, true);
            applied.write(catalogue);
            catalogue.lines().forEach(this::show);
            pipeline.whatIsMissing().forEach((service, what) -> show(service + " is not ready yet: " + what));
            show("running, " + (dryRun ? "changing nothing (--dry-run); " : "") + "health and metrics on port " + port);
            stop.await();
        }
    }

    private Map<String, String> env(String bootstrapServers) {
        Map<String, String> env = new HashMap<>(System.getenv());
        env.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        env.put("HTTP_PORT", Integer.toString(port));
        env.put("DRY_RUN", Boolean.toString(dryRun));
        return env;
    }

    private void die(Throwable cause) {
        spec.commandLine().getErr().println("failover: a service has died: " + cause);
        spec.commandLine().getErr().flush();
        Runtime.getRuntime().halt(1);
    }

    private void show(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + line);
        out.flush();
    }
}
