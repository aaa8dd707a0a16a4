package dev.failover.awslocal;

import dev.failover.awslocal.dns.Answers;
import dev.failover.awslocal.dns.Choice;
import dev.failover.awslocal.dns.DnsServer;
import dev.failover.awslocal.iam.Policies;
import dev.failover.awslocal.route53.Changes;
import dev.failover.awslocal.route53.Checkers;
import dev.failover.awslocal.route53.HealthChecks;
import dev.failover.awslocal.route53.Route53;
import dev.failover.awslocal.route53.Zones;
import dev.failover.awslocal.sns.HttpDelivery;
import dev.failover.awslocal.sns.Messages;
import dev.failover.awslocal.sns.Sns;
import dev.failover.awslocal.sns.Topics;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Owns the state and both servers, on one event loop: whatever happens to the state happens one thing after the other. */
final class AwsLocalVerticle extends VerticleBase {

    static final int MAX_HTTP_CONNECTIONS = 1_000;

    private static final int HTTP_IDLE_SECONDS = 120;

    private final Settings settings;
    private final Seed seed;
    private final InstantSource clock;
    private @Nullable DnsServer dns;
    private volatile @Nullable Ports ports;
    private int connections;

    /** Where the servers listen. */
    record Ports(int http, int dns) {}

    AwsLocalVerticle(Settings settings, Seed seed, InstantSource clock) {
        this.settings = settings;
        this.seed = seed;
        this.clock = clock;
    }

    /** Known once it is deployed. */
    Ports ports() {
        Ports bound = ports;
        if (bound == null) {
            throw new IllegalStateException("not deployed");
        }
        return bound;
    }

    @Override
    public Future<?> start() {
        Random random = new Random();
        Changes changes = new Changes(clock, settings.insyncDelay());
        Zones zones = new Zones(changes, random);
        HealthChecks healthChecks = new HealthChecks(UUID::randomUUID);
        new Checkers(vertx, healthChecks, clock, settings.healthCheckScale()).start();
        Topics topics = new Topics();
        Messages messages = new Messages();
        HttpDelivery delivery = new HttpDelivery(vertx, clock, UUID::randomUUID);
        Faults faults = new Faults();
        Policies policies = new Policies();
        seed.into(zones, topics, policies);
        HttpApi api = new HttpApi(
                vertx,
                new HttpApi.Services(
                        new Route53(zones, healthChecks),
                        new Sns(topics, messages, delivery, clock, UUID::randomUUID),
                        new Sts()),
                new ControlApi(changes, healthChecks, messages, faults, policies, clock),
                faults,
                policies,
                changes::setStranding,
                UUID::randomUUID);
        DnsServer dnsServer = new DnsServer(vertx, new Answers(zones, new Choice(healthChecks::isHealthy, random)));
        dns = dnsServer;
        return listen(api)
                .compose(server -> dnsServer
                        .listen(settings.host(), settings.dnsPort())
                        .map(dnsPort -> new Ports(server.actualPort(), dnsPort)))
                .onSuccess(bound -> ports = bound);
    }

    private Future<HttpServer> listen(HttpApi api) {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(HTTP_IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
        return server.connectionHandler(this::accept)
                .requestHandler(api)
                .listen(settings.httpPort(), settings.host())
                .recover(failure -> Future.failedFuture(new IOException("cannot listen for HTTP on " + settings.host()
                        + ":" + settings.httpPort() + ": " + failure.getMessage())));
    }

    private void accept(HttpConnection connection) {
        if (connections >= MAX_HTTP_CONNECTIONS) {
            connection.close();
            return;
        }
        connections++;
        connection.closeHandler(closed -> connections--);
    }

    @Override
    public Future<?> stop() {
        return dns == null ? Future.succeededFuture() : dns.close();
    }
}
