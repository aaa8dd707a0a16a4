package dev.failover.dns.route53;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.Gate;
import dev.failover.dns.ZoneFixture;
import dev.failover.dns.ZoneProviderContract;
import dev.failover.service.AwsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * The contract at Amazon Route 53 itself: with {@code FAILOVER_TEST_ZONE_ID} and {@code FAILOVER_TEST_ZONE_NAME} of a public
 * zone and the SDK's credentials. All is done below a random name, which is removed afterwards.
 */
@EnabledIfEnvironmentVariable(named = "FAILOVER_TEST_ZONE_ID", matches = ".+")
@EnabledIfEnvironmentVariable(named = "FAILOVER_TEST_ZONE_NAME", matches = ".+")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class RealRoute53IT extends ZoneProviderContract {

    @Override
    protected ZoneFixture openZone() {
        Map<String, String> env = System.getenv();
        String zone = env.getOrDefault("FAILOVER_TEST_ZONE_ID", "");
        Route53Client client = Route53Client.builder()
                .region(Region.AWS_GLOBAL)
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy()))
                .build();
        return new Real(zone, env.getOrDefault("FAILOVER_TEST_ZONE_NAME", ""), client);
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(5);
    }

    /** An account has 5 requests a second, and what a person does by hand takes some of them. */
    private static final class Slowly implements Gate {

        private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

        private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

        @Override
        public <T> T pass(Call call, Supplier<T> request) {
            long mine = NEXT.getAndUpdate(next -> Math.max(next, System.nanoTime()) + EVERY_NANOS);
            while (mine - System.nanoTime() > 0) {
                LockSupport.parkNanos(mine - System.nanoTime());
            }
            return request.get();
        }
    }

    private static final class Real extends Route53Fixture {

        private final Route53Client client;
        private final Route53ByHand byHand;
        private final Route53Provider provider;
        private final String zone;
        private final String domain;

        Real(String zone, String zoneName, Route53Client client) {
            this(zone, zoneName, client, new Route53ByHand(client, zone));
        }

        private Real(String zone, String zoneName, Route53Client client, Route53ByHand byHand) {
            super(zone, byHand);
            this.client = client;
            this.byHand = byHand;
            this.provider = new Route53Provider(new AwsSettings(null, null)).through(new Slowly());
            this.zone = zone;
            this.domain = "failover-test-" + UUID.randomUUID() + "." + zoneName;
        }

        @Override
        public DnsProvider provider() {
            return provider;
        }

        @Override
        public DnsProvider at(InetSocketAddress address) {
            return new Route53Provider(
                    new AwsSettings(URI.create("http://" + address.getHostString() + ":" + address.getPort()), null));
        }

        @Override
        public String domain() {
            return domain;
        }

        @Override
        public List<InetSocketAddress> nameServers() {
            return client.getHostedZone(request -> request.id(zone)).delegationSet().nameServers().stream()
                    .map(name -> InetSocketAddress.createUnresolved(name, 53))
                    .toList();
        }

        @Override
        public void close() {
            byHand.deleteBelow(domain);
            provider.close();
            client.close();
        }
    }
}
