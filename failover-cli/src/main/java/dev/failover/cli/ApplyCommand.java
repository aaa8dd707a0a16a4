package dev.failover.cli;

import dev.failover.cli.services.ServicesFile;
import dev.failover.event.ServiceSpec;
import dev.failover.kafka.TopicSettings;
import dev.failover.service.SettingsReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Validates a services.yaml and brings it into Kafka, where every service reads it. */
@Command(
        name = "apply",
        description = "Bring a services.yaml into Kafka, all or nothing; makes the topics where they are missing.")
final class ApplyCommand implements Callable<Integer> {

    @Mixin
    private ServicesOption services;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--adopt", description = "take over records that exist already and carry no fence")
    private boolean adopt;

    @Option(names = "--prune", description = "remove the services that the file does not name")
    private boolean prune;

    @Option(names = "--dry-run", description = "say what would happen and write nothing")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        ServicesFile.Result file = services.read(spec.commandLine().getErr());
        if (!file.isUsable()) {
            return 2;
        }
        Applied applied = new Applied(kafka.clients());
        if (!dryRun) {
            applied.topics(topicSettings()).forEach(topic -> out.println("topic " + topic + " made"));
        }
        Catalogue catalogue = applied.compare(adopted(file.services()), prune);
        if (!dryRun) {
            applied.write(catalogue);
        }
        catalogue.lines().forEach(line -> out.println((dryRun ? "would be: " : "") + line));
        return 0;
    }

    private static TopicSettings topicSettings() {
        SettingsReader reader = new SettingsReader(System.getenv());
        TopicSettings settings = TopicSettings.read(reader);
        reader.refuseIfWrong();
        return settings;
    }

    private List<ServiceSpec> adopted(List<ServiceSpec> specs) {
        return adopt ? specs.stream().map(ServiceSpec::adopting).toList() : specs;
    }
}
