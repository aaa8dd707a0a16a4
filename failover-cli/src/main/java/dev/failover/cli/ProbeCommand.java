package dev.failover.cli;

import dev.failover.cli.services.ServicesFile;
import dev.failover.event.Check;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.probe.Finding;
import dev.failover.probe.Secrets;
import dev.failover.probe.SingleCheck;
import dev.failover.service.Durations;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks one endpoint once, as the probe-service does, and prints all that it saw. */
@Command(
        name = "probe",
        description = {
            "Check one endpoint once from here, as the probe-service does, and print all that it saw.",
            "Ends with 0 for pass and warn, 1 for fail, 3 where the prober itself could not tell."
        })
final class ProbeCommand implements Callable<Integer> {

    /** Beyond the check's own timeout, which ends it. */
    private static final int SLACK_SECONDS = 10;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "http://…, https://…, tcp://host:port, tls://host:port, or es+http(s)://… for a cluster")
    private @Nullable String url;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "instead of a URL: an endpoint of these services")
    private @Nullable Path file;

    @Option(names = "--service", paramLabel = "NAME", description = "which service of the file")
    private @Nullable String service;

    @Option(names = "--endpoint", paramLabel = "NAME", description = "which endpoint of the service")
    private @Nullable String endpoint;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "of the check; by default the service's, and 5s for a URL")
    private @Nullable String timeout;

    @Option(
            names = "--location",
            paramLabel = "NAME",
            defaultValue = "probe-command",
            description =
                    "whose check it is, and whose canary document is written and read, by default ${DEFAULT-VALUE}")
    private String location;

    @Spec
    private CommandSpec spec;

    /** What is checked, and for how long. */
    private record Task(Check check, Duration timeout) {}

    @Override
    public Integer call() throws TimeoutException {
        if ((url == null) == (file == null)) {
            throw new IllegalArgumentException("give either a URL or --file with --service and --endpoint");
        }
        Task task = url != null ? new Task(check(url), timeout(Duration.ofSeconds(5))) : ofFile();
        Vertx vertx = Vertx.vertx();
        try {
            SingleCheck.Seen seen = SingleCheck.run(
                            vertx, task.check(), task.timeout(), location, new Secrets(System.getenv()))
                    .await(task.timeout().toSeconds() + SLACK_SECONDS, TimeUnit.SECONDS);
            print(task, seen, spec.commandLine().getOut());
            return code(seen.finding());
        } finally {
            vertx.close().await(SLACK_SECONDS, TimeUnit.SECONDS);
        }
    }

    private Duration timeout(Duration byDefault) {
        return timeout == null ? byDefault : Durations.parse(timeout);
    }

    static Check check(String url) {
        URI uri = URI.create(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        return switch (scheme) {
            case "http", "https" -> new Check.Http(uri, List.of(), null, null, null);
            case "es+http", "es+https" ->
                new Check.Elasticsearch(URI.create(url.substring("es+".length())), null, null, null, null);
            case "tcp" -> new Check.Tcp(uri.getHost(), uri.getPort(), null);
            case "tls" -> new Check.Tcp(uri.getHost(), uri.getPort(), new Check.Tls(null, null));
            default ->
                throw new IllegalArgumentException(
                        "the URL must begin with http://, https://, tcp://, tls://, es+http:// or es+https://");
        };
    }

    private Task ofFile() {
        if (file == null || service == null || endpoint == null) {
            throw new IllegalArgumentException("--file needs --service and --endpoint");
        }
        ServicesFile.Result result = ServicesFile.read(file);
        result.problems().forEach(spec.commandLine().getErr()::println);
        if (!result.isUsable()) {
            throw new IllegalArgumentException(file + " cannot be used");
        }
        ServiceSpec known = result.services().stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(file + " has no service " + service));
        Endpoint asked = known.endpoint(endpoint)
                .orElseThrow(() -> new IllegalArgumentException(service + " has no endpoint " + endpoint + ", but "
                        + known.endpoints().stream().map(Endpoint::name).toList()));
        return new Task(asked.checkIn(location), timeout(known.probing().timeout()));
    }

    private static void print(Task task, SingleCheck.Seen seen, PrintWriter out) {
        Finding finding = seen.finding();
        Check check = task.check();
        line(out, "outcome", finding.outcome() + (finding.failure() == null ? "" : " " + finding.failure()));
        line(out, "detail", finding.detail());
        line(out, "target", check.host() + ":" + check.port());
        line(out, "address", seen.address() == null ? "none" : seen.address());
        line(out, "started", seen.startedAt().toString());
        seen.steps().forEach(step -> line(out, step.what(), "after " + millis(step.after())));
        line(out, "took", millis(seen.took()) + " of " + Durations.text(task.timeout()));
        for (Map.Entry<String, Double> measure : new TreeMap<>(finding.measures()).entrySet()) {
            line(out, measure.getKey(), measure.getValue().toString());
        }
        if (finding.unready() != null) {
            line(out, "unready", finding.unready());
        }
        out.flush();
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf("%-18s  %s%n", what, value);
    }

    private static String millis(Duration duration) {
        return "%d.%d ms".formatted(duration.toMillis(), duration.toNanos() / 100_000 % 10);
    }

    private static int code(Finding finding) {
        return switch (finding.outcome()) {
            case PASS, WARN -> 0;
            case FAIL -> 1;
            case PROBER_ERROR -> 3;
        };
    }
}
