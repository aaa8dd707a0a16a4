package dev.failover.dns.rfc2136;

import dev.failover.dns.DnsProviderContract;
import dev.failover.dns.ZoneFixture;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract at a real Knot DNS. */
class KnotContractIT extends DnsProviderContract {

    private static final String ACL = """
              - id: failover
                key: failover
                action: update
                update-type: [A, AAAA, CNAME, TXT]
            """;

    private static NameServerProcess server;

    @BeforeAll
    static void start() {
        server = NameServerProcess.knot(ACL);
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
