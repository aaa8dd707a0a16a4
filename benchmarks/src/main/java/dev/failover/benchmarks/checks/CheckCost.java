package dev.failover.benchmarks.checks;

import dev.failover.event.Check;
import dev.failover.event.Probing;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Processor time for one check, of each contender at each rate, in one run on one nginx. Checks are counted by the target:
 * what a contender does not get done does not count for it.
 */
public final class CheckCost {

    private static final int WARM_UP_SECONDS = Integer.getInteger("warmUp", 40);
    private static final int MEASURED_SECONDS = Integer.getInteger("measured", 30);

    private final Path folder;
    private final PrintStream out;

    private CheckCost(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** How a contender is started. */
    @FunctionalInterface
    private interface Start {
        Contender with(Path folder, int targets) throws IOException, InterruptedException;
    }

    /**
     * Runs and prints a table.
     *
     * @param args rates, checks a second; and the contenders' names to run only these
     */
    public static void run(String[] args, PrintStream out) throws IOException, InterruptedException {
        int[] rates = Arrays.stream(args)
                .filter(arg -> arg.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .toArray();
        List<String> only =
                Arrays.stream(args).filter(arg -> !arg.matches("\\d+")).toList();
        Path folder = Files.createTempDirectory("checks");
        out.println("| contender | checks/s asked | checks/s seen | CPU µs a check | of one core | resident |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        try (Nginx nginx = Nginx.start(folder, Processors.OTHERS)) {
            CheckCost cost = new CheckCost(folder, out);
            for (int rate : rates.length == 0 ? new int[] {1_000, 5_000} : rates) {
                cost.row(nginx, only, "probe-service, new connections", rate, CheckCost::prober);
                cost.row(nginx, only, "probe-service, kept connections", rate, CheckCost::keepingProber);
                cost.row(nginx, only, "haproxy, new connections", rate, Haproxy::start);
                cost.row(nginx, only, "blackbox_exporter and Prometheus", rate, BlackboxExporter::start);
            }
        }
    }

    private static Contender prober(Path folder, int targets) throws InterruptedException {
        return prober(folder, targets, null);
    }

    private static Contender keepingProber(Path folder, int targets) throws InterruptedException {
        return prober(folder, targets, Duration.ofHours(1));
    }

    private static Contender prober(Path folder, int targets, @Nullable Duration keep) throws InterruptedException {
        return Prober.start(
                folder,
                targets,
                Probing.DEFAULT,
                List.of("-Xmx512m"),
                target -> new Check.Http(
                        URI.create(Nginx.url(target)),
                        List.of(),
                        null,
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        null,
                        keep));
    }

    private void row(Nginx nginx, List<String> only, String name, int rate, Start start)
            throws IOException, InterruptedException {
        if (!only.isEmpty() && only.stream().noneMatch(name::startsWith)) {
            return;
        }
        Path own = Files.createTempDirectory(folder, "run");
        try (Contender contender = start.with(own, rate)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            contender.mustRun();
            long checks = nginx.requests();
            long cpu = contender.cpuMicros();
            long began = System.nanoTime();
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            contender.mustRun();
            long seen = nginx.requests() - checks;
            long spent = contender.cpuMicros() - cpu;
            double seconds = (System.nanoTime() - began) / 1e9;
            out.printf(
                    "| %s | %,d | %,.0f | %.0f | %.0f %% | %d MiB |%n",
                    name, rate, seen / seconds, (double) spent / seen, spent / seconds / 1e4, contender.residentMib());
        }
    }
}
