package dev.failover.probe;

import dev.failover.event.Check;
import org.jspecify.annotations.Nullable;

class RuntimeApiProbeIT extends ProbeContract {

    @Override
    Check check(int port, Check.@Nullable Tls tls) {
        return new Check.Haproxy(null, "site.test", port, "search", 1, null, tls);
    }

    /** An answer ends with its connection: who says something else and stays gives none. */
    @Override
    String expected(Rogue rogue) {
        return switch (rogue) {
            case REFUSES -> "FAIL CONNECT_REFUSED";
            case RESETS, RESETS_IN_THE_HANDSHAKE, CLOSES_AFTER_THE_REQUEST -> "FAIL RESET";
            case CUTS_THE_BODY_OFF, ENDLESS_BODY, HUGE_HEADERS -> "FAIL BODY";
            case HANGS,
                    SLOW_HEADERS,
                    STOPS_IN_THE_BODY,
                    WELL,
                    WELL_WITH_TLS,
                    HTML,
                    TRUNCATED_JSON,
                    NOT_HTTP,
                    REDIRECTS_TO_ITSELF -> "FAIL TIMEOUT";
            case HANGS_IN_THE_HANDSHAKE, NO_TLS_ON_THE_TLS_PORT -> "FAIL TLS";
            case UNTRUSTED_CERTIFICATE, WRONG_NAME, EXPIRED_CERTIFICATE -> "FAIL CERT";
        };
    }
}
