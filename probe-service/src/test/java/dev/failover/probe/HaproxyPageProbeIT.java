package dev.failover.probe;

import dev.failover.event.Check;
import java.net.URI;
import org.jspecify.annotations.Nullable;

class HaproxyPageProbeIT extends ProbeContract {

    @Override
    Check check(int port, Check.@Nullable Tls tls) {
        URI url = URI.create((tls == null ? "http" : "https") + "://site.test:" + port + "/stats");
        return new Check.Haproxy(url, "", 1, "search", 1, null, tls);
    }

    /** A green cluster and a page are no statistics. */
    @Override
    String expected(Rogue rogue) {
        return switch (rogue) {
            case REFUSES -> "FAIL CONNECT_REFUSED";
            case RESETS, RESETS_IN_THE_HANDSHAKE, CLOSES_AFTER_THE_REQUEST, CUTS_THE_BODY_OFF -> "FAIL RESET";
            case HANGS, SLOW_HEADERS, STOPS_IN_THE_BODY -> "FAIL TIMEOUT";
            case HANGS_IN_THE_HANDSHAKE, NO_TLS_ON_THE_TLS_PORT -> "FAIL TLS";
            case WELL, WELL_WITH_TLS, ENDLESS_BODY, HTML, TRUNCATED_JSON, HUGE_HEADERS, NOT_HTTP -> "FAIL BODY";
            case REDIRECTS_TO_ITSELF -> "FAIL HTTP_STATUS";
            case UNTRUSTED_CERTIFICATE, WRONG_NAME, EXPIRED_CERTIFICATE -> "FAIL CERT";
        };
    }
}
