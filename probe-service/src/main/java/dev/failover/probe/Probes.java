package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.probe.elasticsearch.ElasticsearchProbe;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpProbe;
import dev.failover.probe.tcp.TcpProbe;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the probe of an endpoint. A check that cannot be used here gives a probe that says why, each time it is due. */
final class Probes implements Schedule.ProbeSource {

    private static final Logger log = LoggerFactory.getLogger(Probes.class);

    private final Vertx vertx;
    private final Names names;
    private final Secrets secrets;
    private final HttpClientAgent http;
    private final NetClient net;

    Probes(Vertx vertx, Names names, Secrets secrets) {
        this.vertx = vertx;
        this.names = names;
        this.secrets = secrets;
        this.http = HttpExchange.client(vertx);
        this.net = TcpProbe.client(vertx);
    }

    @Override
    public Probe probe(ServiceSpec spec, Endpoint endpoint) {
        try {
            return usable(endpoint.check(), spec.probing().timeout());
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

    private Probe usable(Check check, Duration timeout) {
        if (check instanceof Check.Http asked) {
            return new HttpProbe(asked, exchange(check, asked.url().getScheme(), timeout), credential(asked.auth()));
        } else if (check instanceof Check.Elasticsearch asked) {
            return new ElasticsearchProbe(
                    asked, exchange(check, asked.url().getScheme(), timeout), credential(asked.auth()), timeout);
        } else if (check instanceof Check.Tcp asked) {
            return new TcpProbe(asked, net, names, asked.tls() == null ? null : trust(check, timeout));
        }
        throw new AssertionError("no probe for " + check.getClass());
    }

    private HttpExchange exchange(Check check, String scheme, Duration timeout) {
        @Nullable TlsTrust trust = "https".equals(scheme) ? trust(check, timeout) : null;
        return new HttpExchange(http, names, check.host(), check.port(), trust);
    }

    private static TlsTrust trust(Check check, Duration timeout) {
        return TlsTrust.of(check.tls(), check.host(), timeout);
    }

    private Credential credential(Check.@Nullable Auth auth) {
        return new Credential(vertx, secrets, auth);
    }
}
