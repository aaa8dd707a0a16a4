package dev.failover.dns.rfc2136;

import dev.failover.dns.ZoneFixture;
import dev.failover.dns.ZoneProviderContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract at a real BIND 9. */
class BindContractIT extends ZoneProviderContract {

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
    protected ZoneFixture openZone() throws IOException {
        return new Rfc2136Fixture(server);
    }
}
