package dev.failover.cli.demo;

import dev.failover.cli.LocalPorts;
import dev.failover.cli.StopSignal;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One stand-in Elasticsearch site as a process of its own, for docker compose. */
@Command(name = "site", description = "Stand in for an Elasticsearch site (for docker compose and trials).")
public final class SiteCommand implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "address to listen on (${DEFAULT-VALUE})")
    private String host;

    @Option(names = "--port", defaultValue = "9200", description = "port to listen on (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--cluster", required = true, description = "name of the cluster")
    private String cluster;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LocalPorts.mustBeFree(InetAddress.getByName(host), port, "the site", "name another with --port");
        Vertx vertx = Vertx.vertx();
        try (StopSignal stop = StopSignal.watch()) {
            vertx.deployVerticle(new StandInSite(host, port, cluster)).await(20, TimeUnit.SECONDS);
            spec.commandLine().getOut().println("stand-in cluster " + cluster + " listens on " + host + ":" + port);
            spec.commandLine().getOut().flush();
            stop.await();
            vertx.close().await(10, TimeUnit.SECONDS);
        }
        return 0;
    }
}
