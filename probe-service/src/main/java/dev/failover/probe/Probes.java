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
import dev.failover.probe.tcp.TcpConnections;
import dev.failover.probe.tcp.TcpProbe;
import dev.failover.service.AwsSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.NetClient;
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
    private final HttpClientAgent http;
    private final NetClient net;
    private final Statuses statuses;

    /**
     * Probes for one event loop.
     *
     * @param location what the canary documents of its checks are called after
     */
    Probes(Vertx vertx, Names names, String location, Secrets secrets) {
        this(vertx, names, location, secrets, new AwsSettings(null, null));
    }

    Probes(Vertx vertx, Names names, String location, Secrets secrets, AwsSettings aws) {
        this.vertx = vertx;
        this.names = names;
        this.location = location;
        this.secrets = secrets;
        this.http = HttpExchange.client(vertx);
        this.net = TcpConnections.client(vertx);
        this.statuses = new Statuses(vertx, aws);
    }

    @Override
    public Probe probe(ServiceSpec spec, Endpoint endpoint) {
        try {
            return usable(endpoint.checkIn(location), spec.probing().timeout());
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
    Probe probe(Check check, Duration timeout) {
        return usable(check, timeout);
    }

    /**
     * One question to a cluster.
     *
     * @throws IllegalArgumentException when its check cannot be used here
     */
    Probe question(Check.Elasticsearch asked, Duration timeout, String path, Consumer<JsonNode> answered) {
        return new Question(
                asked, exchange(asked.url(), asked.tls(), timeout), credential(asked.auth()), path, answered);
    }

    private Probe usable(Check check, Duration timeout) {
        if (check instanceof Check.Http asked) {
            return new HttpProbe(asked, at -> exchange(at, asked.tls(), timeout), credential(asked.auth()));
        } else if (check instanceof Check.Elasticsearch asked) {
            return new ElasticsearchProbe(
                    asked, exchange(asked.url(), asked.tls(), timeout), credential(asked.auth()), location);
        } else if (check instanceof Check.Tcp asked) {
            return new TcpProbe(asked, connections(check, timeout));
        } else if (check instanceof Check.Haproxy asked) {
            return asked.url() == null
                    ? new RuntimeApiProbe(asked, connections(check, timeout))
                    : new HaproxyProbe(
                            asked, asked.url(), exchange(asked.url(), asked.tls(), timeout), credential(asked.auth()));
        } else if (check instanceof Check.Route53 asked) {
            return new Route53Probe(asked, statuses);
        }
        throw new AssertionError("no probe for " + check.getClass());
    }

    private HttpExchange exchange(URI url, Check.@Nullable Tls tls, Duration timeout) {
        String host = Check.hostOf(url);
        @Nullable TlsTrust trust = "https".equals(url.getScheme()) ? TlsTrust.of(tls, host, timeout) : null;
        return new HttpExchange(http, names, host, Check.portOf(url), trust);
    }

    private TcpConnections connections(Check check, Duration timeout) {
        @Nullable TlsTrust trust = check.tls() == null ? null : TlsTrust.of(check.tls(), check.host(), timeout);
        return new TcpConnections(net, names, check.host(), check.port(), trust);
    }

    private Credential credential(Check.@Nullable Auth auth) {
        return new Credential(vertx, secrets, auth);
    }

    @Override
    public void close() {
        statuses.close();
    }
}
