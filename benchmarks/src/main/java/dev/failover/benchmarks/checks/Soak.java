package dev.failover.benchmarks.checks;

import dev.failover.benchmarks.checks.Target.Death;
import dev.failover.event.Check;
import dev.failover.event.Probing;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether the probe-service lasts: thousands of checks a second for minutes, one in twenty of a target that misbehaves in
 * each of the known ways. Printed each minute, after a collection: what stays must not grow.
 */
public final class Soak {

    private static final int ONE_IN = 20;

    private Soak() {}

    /** Runs for so many minutes and prints a row for each. */
    public static void run(int checksASecond, int minutes, PrintStream out) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("soak");
        List<Target> rogues = Arrays.stream(Death.values()).map(Target::new).toList();
        rogues.forEach(Target::die);
        try (Nginx nginx = Nginx.start(folder, Processors.OTHERS);
                Prober prober = Prober.start(
                        folder,
                        checksASecond,
                        Probing.DEFAULT,
                        List.of("-Xmx512m"),
                        target -> new Check.Http(URI.create(url(rogues, target)), List.of(), null, null, null))) {
            out.println(
                    "| minute | checks/s | of these the prober's error | live heap | resident | descriptors | threads |");
            out.println("| --- | --- | --- | --- | --- | --- | --- |");
            double[] before = counts();
            long began = System.nanoTime();
            for (int minute = 1; minute <= minutes; minute++) {
                TimeUnit.SECONDS.sleep(60);
                prober.mustRun();
                nginx.mustRun();
                double[] now = counts();
                double seconds = (System.nanoTime() - began) / 1e9;
                began = System.nanoTime();
                out.printf(
                        "| %d | %,.0f | %,.0f | %,.0f MiB | %d MiB | %d | %.0f |%n",
                        minute,
                        (now[0] - before[0]) / seconds,
                        (now[1] - before[1]) / seconds,
                        liveHeapMib(prober),
                        prober.residentMib(),
                        prober.service().descriptors(),
                        metric("jvm_threads_live_threads"));
                before = now;
            }
        }
        rogues.forEach(Target::close);
    }

    private static String url(List<Target> rogues, int target) {
        return target % ONE_IN == 0
                ? "http://127.0.0.1:"
                        + rogues.get(target / ONE_IN % rogues.size()).port() + "/healthz"
                : Nginx.url(target);
    }

    private static double[] counts() throws IOException, InterruptedException {
        return new double[] {metric("failover_checks_total"), metric("outcome=\"prober_error\"")};
    }

    private static double liveHeapMib(Prober prober) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        new ProcessBuilder(jcmd, String.valueOf(prober.service().pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return metric("jvm_memory_used_bytes{area=\"heap\"") / (1024 * 1024);
    }

    /** The sum of the lines that hold this text, of the prober's own metrics. */
    private static double metric(String text) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + Prober.HTTP_PORT + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.contains(text) && !line.startsWith("#"))
                .filter(line -> line.startsWith("failover_checks_total") || line.startsWith("jvm_"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
