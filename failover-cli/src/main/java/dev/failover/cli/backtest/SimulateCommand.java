package dev.failover.cli.backtest;

import dev.failover.cli.KafkaOption;
import dev.failover.cli.Times;
import dev.failover.cli.services.ServicesFile;
import dev.failover.cli.tape.Tape;
import dev.failover.cli.tape.TapeFile;
import dev.failover.cli.tape.TopicTape;
import dev.failover.event.ServiceSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what other policies would have done with what was recorded. */
@Command(
        name = "simulate",
        description = {
            "Replay recorded checks through the policies of a services.yaml, in virtual time; changes nothing.",
            "Ends with 1 when a name would have moved that, by the truth file, should have stayed."
        })
public final class SimulateCommand implements Callable<Integer> {

    private static final String TOPIC = "topic";
    private static final Duration LONGEST_TICK = Duration.ofSeconds(10);

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "the services, as `apply` reads them")
    private Path policy;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "topic|FILE.jsonl",
            description = "what Kafka holds now, or what `failover record` wrote")
    private String from;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "where the names should have been, see docs/backtest.md")
    private @Nullable Path truth;

    @Option(names = "--html", paramLabel = "FILE", description = "also write the timeline as a page")
    private @Nullable Path html;

    @Option(
            names = "--tick",
            paramLabel = "TIME",
            defaultValue = "250ms",
            description =
                    "how often the services are judged (${DEFAULT-VALUE}, as in the decision-service); at most 10s")
    private String tick;

    @Option(names = "--json", description = "print the findings as JSON")
    private boolean json;

    @Mixin
    private KafkaOption kafka;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Duration judgedEvery = Times.option("--tick", tick, LONGEST_TICK);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ServicesFile.Result file = ServicesFile.read(policy);
        file.problems().forEach(err::println);
        err.flush();
        if (!file.isUsable()) {
            return 2;
        }
        Map<String, ServiceSpec> services = new TreeMap<>();
        file.services().forEach(service -> services.put(service.service(), service));
        Truth marked = truth == null ? Truth.NONE : TruthFile.read(truth, services);
        Backtest.Result result = Backtest.run(file.services(), marked, tape(), judgedEvery);
        if (html != null) {
            write(html, TimelinePage.of(result, file.services()));
        }
        out.print(json ? FindingsJson.of(result) + "\n" : FindingsText.of(result));
        out.flush();
        return result.movedWrongly() ? 1 : 0;
    }

    private Tape tape() {
        return from.equals(TOPIC) ? TopicTape.heldNow(kafka.clients()) : new TapeFile(Path.of(from));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("--html " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
