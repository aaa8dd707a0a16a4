package dev.failover.probe;

import dev.failover.event.Check;
import org.jspecify.annotations.Nullable;

class TcpProbeIT extends ProbeContract {

    @Override
    Check check(int port, Check.@Nullable Tls tls) {
        return new Check.Tcp("site.test", port, tls);
    }

    /** Without TLS a connection is all that is asked for: what the server does with it is not seen. */
    @Override
    String expected(Rogue rogue) {
        return switch (rogue) {
            case REFUSES -> "FAIL CONNECT_REFUSED";
            // Which of the two the client sees first is a race.
            case RESETS -> "PASS or FAIL RESET";
            case RESETS_IN_THE_HANDSHAKE -> "FAIL RESET";
            case HANGS_IN_THE_HANDSHAKE, NO_TLS_ON_THE_TLS_PORT -> "FAIL TLS";
            case UNTRUSTED_CERTIFICATE, WRONG_NAME, EXPIRED_CERTIFICATE -> "FAIL CERT";
            case WELL,
                    WELL_WITH_TLS,
                    CLOSES_AFTER_THE_REQUEST,
                    HANGS,
                    SLOW_HEADERS,
                    STOPS_IN_THE_BODY,
                    CUTS_THE_BODY_OFF,
                    ENDLESS_BODY,
                    HTML,
                    TRUNCATED_JSON,
                    HUGE_HEADERS,
                    NOT_HTTP,
                    REDIRECTS_TO_ITSELF -> "PASS";
        };
    }
}
