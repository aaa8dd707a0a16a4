package dev.failover.cli;

import dev.failover.kafka.KafkaClients;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command by which an operator says something: who, why, and to which Kafka. */
abstract class Speaking implements Callable<Integer> {

    /** It stands in notices and in the fence's history: a sentence, not a report. */
    private static final int LONGEST_TEXT = 500;

    @Option(names = "--reason", required = true, description = "why: it stands in the record and the notices")
    private String reason;

    @Option(names = "--by", description = "who (default: the user's login)")
    private String by = System.getProperty("user.name", "unknown");

    @Mixin
    private KafkaOption kafka;

    @Spec
    private CommandSpec spec;

    abstract int speak(Announcer announcer) throws Exception;

    @Override
    public Integer call() throws Exception {
        mustBeSentence("--reason", reason);
        mustBeSentence("--by", by);
        KafkaClients clients = kafka.clients();
        try (Announcer announcer = Announcer.open(clients, by)) {
            return speak(announcer);
        }
    }

    private static void mustBeSentence(String option, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    option + " must be one line of 1 to " + LONGEST_TEXT + " characters, had " + text.length());
        }
    }

    OperatorCommands.Words words(String service) {
        return new OperatorCommands.Words(service, UUID.randomUUID().toString(), by, reason, Instant.now());
    }

    void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
