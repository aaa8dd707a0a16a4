package dev.failover.dns.route53;

import dev.failover.dns.DnsProviderContract;
import dev.failover.dns.ZoneFixture;

/** The contract with the AWS SDK over the wire, at aws-local. */
class Route53ContractIT extends DnsProviderContract {

    @Override
    protected ZoneFixture open() {
        return new Route53Fixture();
    }
}
