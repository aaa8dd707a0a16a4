package dev.failover.cli.demo;

import dev.failover.cli.Journal;
import dev.failover.cli.LocalFolder;
import dev.failover.cli.LocalPorts;
import dev.failover.cli.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole system on this machine, to try; or, with {@code --once}, its story told and checked. */
@Command(name = "demo", description = "Run the whole system on this machine, against a local Route 53 and SNS.")
public final class DemoCommand implements Callable<Integer> {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    @Option(names = "--once", description = "break, move, heal, fail back, print the times, and exit 0 if all was seen")
    private boolean once;

    @Option(names = "--folder", defaultValue = ".failover/demo", description = "for Kafka's data (${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--free-ports", description = "listen on free ports instead of the usual ones")
    private boolean freePorts;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return once ? tellOnce() : stay();
    }

    private int tellOnce() throws Exception {
        long begin = System.nanoTime();
        Path temporary = Files.createTempDirectory("failover-demo");
        try (Demo demo = Demo.start(temporary, Ports.free());
                Journal journal = Journal.follow(demo.clients(), this::show)) {
            say("All services run, " + seconds(begin) + " s after the start.");
            new Story(demo, journal, inbox(demo), out()).tell();
            say("Everything was observed. " + seconds(begin) + " s in all.");
            return 0;
        } catch (Story.NotObserved e) {
            say("FAILED: " + e.getMessage() + ".");
            return 1;
        } finally {
            Demo.clear(temporary);
            Files.delete(temporary);
        }
    }

    private static Inbox inbox(Demo demo) throws Exception {
        Inbox inbox = new Inbox();
        demo.vertx().deployVerticle(inbox).await(10, TimeUnit.SECONDS);
        inbox.subscribe(demo.aws(), Demo.TOPIC_ARN);
        return inbox;
    }

    private int stay() throws Exception {
        Ports ports = freePorts ? Ports.free() : Ports.fixed();
        ports.mustBeFree();
        LocalFolder.mustBeWritable(folder, "--folder");
        Demo.clear(folder);
        try (StopSignal stop = StopSignal.watch();
                Demo demo = Demo.start(folder, ports)) {
            stay(demo, stop);
        }
        return 0;
    }

    private void stay(Demo demo, StopSignal stop) throws InterruptedException, TimeoutException {
        demo.vertx()
                .deployVerticle(new ControlServer(demo.ports().control(), demo.sites()))
                .await(10, TimeUnit.SECONDS);
        Journal journal = Journal.follow(demo.clients(), this::show);
        try (journal) {
            explain(demo);
            stop.await();
        }
    }

    private void explain(Demo demo) {
        Ports ports = demo.ports();
        String kafka = ports.kafka() == LocalPorts.KAFKA ? "" : " --kafka 127.0.0.1:" + ports.kafka();
        out().println("""

                The name es.example.com is served by a primary and a secondary, judged from three locations.

                  Ask the name             dig @127.0.0.1 -p %d +short es.example.com
                  Its fence                dig @127.0.0.1 -p %d +short TXT _failover.es.example.com
                  Where it is, and why     ./failover status search%s
                  Stop the primary         curl -X POST http://127.0.0.1:%d/primary/down
                  A red cluster (HTTP 200) curl -X POST http://127.0.0.1:%d/primary/red
                  Heal it                  curl -X POST http://127.0.0.1:%d/primary/green
                  Move it by hand          ./failover failover search --to secondary --reason "trying it"%s
                  Notices sent by SNS      curl http://127.0.0.1:%d/_aws-local/messages
                  Health and metrics       curl http://127.0.0.1:%d/health/ready

                Its services.yaml is %s. Ctrl-C stops the demo.
                """.formatted(
                        ports.dns(),
                        ports.dns(),
                        kafka,
                        ports.control(),
                        ports.control(),
                        ports.control(),
                        kafka,
                        ports.aws(),
                        ports.management(),
                        demo.folder().resolve("services.yaml")));
        out().flush();
    }

    private void show(String line) {
        out().println("  " + LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + line);
        out().flush();
    }

    private void say(String line) {
        out().println("* " + line);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String seconds(long begin) {
        return "%.1f".formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0);
    }
}
