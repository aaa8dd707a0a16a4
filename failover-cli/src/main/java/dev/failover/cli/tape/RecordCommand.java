package dev.failover.cli.tape;

import dev.failover.cli.KafkaOption;
import dev.failover.cli.StopSignal;
import dev.failover.cli.Times;
import dev.failover.kafka.KafkaClients;
import dev.failover.kafka.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what happens to a file that {@code failover simulate} reads. */
@Command(
        name = "record",
        description = {
            "Write checks, services, commands and changes to a file, one event a line, for `failover simulate`.",
            "Ends after --for, at --max-mib, or with Ctrl-C; with --from-beginning and no --for, at the present end."
        })
public final class RecordCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST_MIB = 1024 * 1024;
    private static final List<Topic> TOPICS =
            List.of(Topic.SERVICES, Topic.OBSERVATIONS, Topic.COMMANDS, Topic.CHANGES);

    @Option(names = "--out", required = true, paramLabel = "FILE.jsonl", description = "a file that is not there yet")
    private Path out;

    @Option(names = "--for", paramLabel = "TIME", description = "how long, for example 10m; at most 7d")
    private @Nullable String time;

    @Option(names = "--service", paramLabel = "NAME", description = "only this one; may be given again")
    private Set<String> services = new LinkedHashSet<>();

    @Option(names = "--from-beginning", description = "also what the topics hold already")
    private boolean fromBeginning;

    @Option(names = "--max-mib", defaultValue = "4096", description = "the file's limit (${DEFAULT-VALUE})")
    private int maxMib;

    @Mixin
    private KafkaOption kafka;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (maxMib < 1 || maxMib > MOST_MIB) {
            throw new IllegalArgumentException("--max-mib must be 1 to " + MOST_MIB + ", was " + maxMib);
        }
        Duration length = time == null ? LONGEST : Times.option("--for", time, LONGEST);
        KafkaClients clients = kafka.clients();
        try (StopSignal stop = StopSignal.watch();
                TapeWriter writer = TapeWriter.create(out, maxMib * 1024L * 1024, services);
                Consumer<String, byte[]> consumer = clients.consumer("failover-record")) {
            long end = System.nanoTime() + length.toNanos();
            long unreadable = record(consumer, writer, () -> {
                // Asked after every batch: what was read then is on the disk soon, however quiet it is.
                writer.flush();
                return stop.isAsked() || writer.isFull() || System.nanoTime() - end >= 0;
            });
            writer.flush();
            tell(writer, unreadable);
        }
        return 0;
    }

    private long record(Consumer<String, byte[]> consumer, TapeWriter writer, BooleanSupplier stop) {
        TopicTape.From from = fromBeginning ? TopicTape.From.BEGINNING : TopicTape.From.NOW;
        print("recording to " + out);
        return TopicTape.follow(consumer, TOPICS, from, fromBeginning && time == null, stop, writer);
    }

    private void tell(TapeWriter writer, long unreadable) {
        print(writer.lines() + " events in " + out
                + (writer.isFull() ? "; it is full at " + maxMib + " MiB and ends there" : "")
                + (unreadable == 0 ? "" : "; " + unreadable + " records could not be read and are left out"));
    }

    private void print(String line) {
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(line);
        printer.flush();
    }
}
