package dev.failover.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Check;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.probe.elasticsearch.ElasticsearchProbe;
import dev.failover.probe.elasticsearch.Question;
import dev.failover.probe.haproxy.HaproxyProbe;
import dev.failover.probe.haproxy.RuntimeApiProbe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpProbe;
import dev.failover.probe.route53.Route53Probe;
import dev.failover.probe.route53.Statuses;
import dev.failover.probe.tcp.Connector;
import dev.failover.probe.tcp.Server;
import dev.failover.probe.tcp.TcpProbe;
import dev.failover.service.AwsSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the probe of an endpoint. A check that cannot be used here gives a probe that says why, each time it is due. */
final class Probes implements Schedule.ProbeSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    private final Vertx vertx;
    private final Names names;
    private final String location;
    private final Secrets secrets;
    private final Connector connector;
    private final Statuses statuses;

    /**
     * Probes for one event loop.
     *
     * @param context of that event loop
     * @param location what the canary documents of its checks are called after
     */
    Probes(Context context, Names names, String location, Secrets secrets) {
        this(context, names, location, secrets, new AwsSettings(null, null));
    }

    Probes(Context context, Names names, String location, Secrets secrets, AwsSettings aws) {
        this.vertx = context.owner();
        this.names = names;
        this.location = location;
        this.secrets = secrets;
        this.connector = new Connector(context);
        this.statuses = new Statuses(vertx, aws);
    }

    @Override
    public Probe probe(ServiceSpec spec, Endpoint endpoint) {
        try {
            return probe(endpoint.checkIn(location));
        } catch (IllegalArgumentException e) {
            String reason = Fault.printable(String.valueOf(e.getMessage()));
            log.warn("{}/{} cannot be checked from here: {}", spec.service(), endpoint.name(), reason);
            Finding why = Finding.proberError("the check cannot be used here: " + reason);
            return scope -> Future.succeededFuture(why);
        }
    }

    /**
     * The probe of a check that belongs to no service.
     *
     * @throws IllegalArgumentException when it cannot be used here
     */
    Probe probe(Check check) {
        if (check instanceof Check.Http asked) {
            return new HttpProbe(
                    asked,
                    exchange(asked.url(), asked.tls(), asked.kept()),
                    at -> exchange(at, asked.tls(), Duration.ZERO),
                    credential(asked.auth()));
        } else if (check instanceof Check.Elasticsearch asked) {
            return new ElasticsearchProbe(
                    asked, exchange(asked.url(), asked.tls(), Duration.ZERO), credential(asked.auth()), location);
        } else if (check instanceof Check.Tcp asked) {
            return new TcpProbe(asked, server(check));
        } else if (check instanceof Check.Haproxy asked) {
            return asked.url() == null
                    ? new RuntimeApiProbe(asked, server(check))
                    : new HaproxyProbe(
                            asked,
                            asked.url(),
                            exchange(asked.url(), asked.tls(), Duration.ZERO),
                            credential(asked.auth()));
        } else if (check instanceof Check.Route53 asked) {
            return new Route53Probe(asked, statuses);
        }
        throw new AssertionError("no probe for " + check.getClass());
    }

    /**
     * One question to a cluster.
     *
     * @throws IllegalArgumentException when its check cannot be used here
     */
    Probe question(Check.Elasticsearch asked, String path, Consumer<JsonNode> answered) {
        return new Question(
                asked, exchange(asked.url(), asked.tls(), Duration.ZERO), credential(asked.auth()), path, answered);
    }

    private HttpExchange exchange(URI url, Check.@Nullable Tls tls, Duration keep) {
        boolean secured = "https".equals(url.getScheme());
        return new HttpExchange(server(Check.hostOf(url), Check.portOf(url), secured, tls), keep);
    }

    private Server server(Check check) {
        return server(check.host(), check.port(), check.tls() != null, check.tls());
    }

    private Server server(String host, int port, boolean secured, Check.@Nullable Tls tls) {
        return new Server(connector, names, host, port, secured ? TlsTrust.of(tls, host) : null);
    }

    private Credential credential(Check.@Nullable Auth auth) {
        return new Credential(vertx, secrets, auth);
    }

    @Override
    public void close() {
        statuses.close();
    }
}
