package dev.failover.dns.rfc2136;

import dev.failover.dns.ZoneFixture;
import dev.failover.dns.ZoneProviderContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract at a real Knot DNS. */
class KnotContractIT extends ZoneProviderContract {

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
    protected ZoneFixture openZone() throws IOException {
        return new Rfc2136Fixture(server);
    }
}
