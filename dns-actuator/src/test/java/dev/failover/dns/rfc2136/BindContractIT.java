package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderContract;
import dev.failover.dns.ZoneFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract at a real BIND 9. */
class BindContractIT extends DnsProviderContract {

    private static NameServerProcess server;

    @BeforeAll
    static void start() {
        server = NameServerProcess.bind("    grant failover zonesub A AAAA CNAME TXT;");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected ZoneFixture open() throws IOException {
        return new Rfc2136Fixture(server);
    }
}
