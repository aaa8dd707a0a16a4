package dev.failover.dns.route53;

import dev.failover.dns.Aws;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.ZoneFixture;
import dev.failover.dns.ZoneProviderContract;
import dev.failover.service.AwsSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** The contract with the AWS SDK over the wire, at aws-local. */
class Route53ContractIT extends ZoneProviderContract {

    @Override
    protected ZoneFixture openZone() {
        return new Local(new Aws());
    }

    private static final class Local extends Route53Fixture {

        private final Aws aws;
        private final Route53Provider provider;

        Local(Aws aws) {
            super(aws.zone, aws.byHand);
            this.aws = aws;
            this.provider = aws.provider();
        }

        @Override
        public DnsProvider provider() {
            return provider;
        }

        @Override
        public DnsProvider at(InetSocketAddress address) {
            return new Route53Provider(new AwsSettings(
                    URI.create("http://" + address.getHostString() + ":" + address.getPort()),
                    aws.settings().credentials()));
        }

        @Override
        public String domain() {
            return "example.com";
        }

        @Override
        public List<InetSocketAddress> nameServers() {
            return List.of(aws.dns());
        }

        @Override
        public void loseNextAnswer() {
            aws.fault("ChangeResourceRecordSets", "lose-answer", 1);
        }

        @Override
        public void close() {
            provider.close();
            aws.close();
        }
    }
}
