package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.probe.elasticsearch.ElasticsearchProbe;
import dev.failover.probe.haproxy.HaproxyProbe;
import dev.failover.probe.haproxy.RuntimeApiProbe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpProbe;
import dev.failover.probe.tcp.Connector;
import dev.failover.probe.tcp.Server;
import dev.failover.probe.tcp.TcpProbe;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the probe of an endpoint. A check that cannot be used here gives a probe that says why, each time it is due. */
final class Probes implements Schedule.ProbeSource {

    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    private final Vertx vertx;
    private final Names names;
    private final String location;
    private final Secrets secrets;
    private final Connector connector;

    /**
     * Probes for one event loop.
     *
     * @param context of that event loop
     * @param location what the canary documents of its checks are called after
     */
    Probes(Context context, Names names, String location, Secrets secrets) {
        this.vertx = context.owner();
        this.names = names;
        this.location = location;
        this.secrets = secrets;
        this.connector = new Connector(context);
    }

    @Override
    public Probe probe(ServiceSpec spec, Endpoint endpoint) {
        try {
            return usable(endpoint.check());
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
        return usable(check);
    }

    private Probe usable(Check check) {
        if (check instanceof Check.Http asked) {
            return new HttpProbe(asked, at -> exchange(at, asked.tls(), asked.kept()), credential(asked.auth()));
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
        }
        throw new AssertionError("no probe for " + check.getClass());
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
}
