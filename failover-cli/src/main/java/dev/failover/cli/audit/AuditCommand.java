package dev.failover.cli.audit;

import dev.failover.cli.ServicesOption;
import dev.failover.cli.services.ServicesFile;
import dev.failover.event.Check;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.service.Durations;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds the live clusters of a service against the recommended set-up. */
@Command(
        name = "audit",
        description = {
            "Hold the live Elasticsearch or OpenSearch clusters of a service, and its DNS, against the recommended set-up.",
            "Asks with GETs only. Ends with 0 where nothing is BAD, 1 where something is."
        })
public final class AuditCommand implements Callable<Integer> {

    private static final int CLOSE_SECONDS = 10;

    @Parameters(paramLabel = "SERVICE", description = "which service of the file")
    private String service;

    @Mixin
    private ServicesOption services;

    @Option(
            names = "--active",
            paramLabel = "ENDPOINT",
            description = "which endpoint has the name now; by default the first")
    private @Nullable String active;

    @Option(
            names = "--zone-attribute",
            paramLabel = "NAME",
            defaultValue = "zone",
            description = "the node attribute that names a node's zone, by default ${DEFAULT-VALUE}")
    private String zoneAttribute;

    @Option(
            names = "--exclude-index",
            paramLabel = "PATTERN",
            description = "indices that may be without a replica; may be given more than once")
    private List<String> excluded = new ArrayList<>();

    @Option(
            names = "--location",
            paramLabel = "NAME",
            defaultValue = "audit",
            description = "the location whose canary document tells a standby's age, by default ${DEFAULT-VALUE}")
    private String location;

    @Option(
            names = "--dns-server",
            paramLabel = "ADDRESS:PORT",
            description = "asked for the name; by default the resolvers of this machine")
    private @Nullable String dnsServer;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            description = "of one question, by default ${DEFAULT-VALUE}")
    private String timeout;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, TimeoutException {
        ServicesFile.Result file = services.read(spec.commandLine().getErr());
        if (!file.isUsable()) {
            return 2;
        }
        ServiceSpec known = file.services().stream()
                .filter(one -> one.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(services.name() + " has no service " + service));
        String first = active == null ? known.endpoints().get(0).name() : active;
        if (known.endpoint(first).isEmpty()) {
            throw new IllegalArgumentException(service + " has no endpoint " + first + ", but "
                    + known.endpoints().stream().map(Endpoint::name).toList());
        }
        DnsLook dns = new DnsLook(server());
        List<Cluster> clusters = clusters(known);
        Report report =
                new Report(service, new Audit(known, first, zoneAttribute, excluded).judged(clusters, dns.at(known)));
        spec.commandLine().getOut().print(json ? report.json() : report.text());
        spec.commandLine().getOut().flush();
        return report.count(Remark.Level.BAD) == 0 ? 0 : 1;
    }

    private List<Cluster> clusters(ServiceSpec known) throws TimeoutException {
        List<Cluster> clusters = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        try {
            ClusterReader reader = new ClusterReader(vertx, Durations.parse(timeout), location);
            for (Endpoint endpoint : known.endpoints()) {
                if (endpoint.check() instanceof Check.Elasticsearch check) {
                    clusters.add(reader.read(endpoint, check));
                }
            }
        } finally {
            vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException(service + " has no endpoint that is checked as elasticsearch");
        }
        return clusters;
    }

    private Optional<InetSocketAddress> server() {
        if (dnsServer == null) {
            return Optional.empty();
        }
        int colon = dnsServer.lastIndexOf(':');
        try {
            int port = Integer.parseInt(dnsServer.substring(colon + 1));
            return Optional.of(new InetSocketAddress(dnsServer.substring(0, Math.max(0, colon)), port));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--dns-server must be ADDRESS:PORT, was '" + dnsServer + "'", e);
        }
    }
}
