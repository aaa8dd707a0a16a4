package dev.failover.probe;

import dev.failover.event.Check;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

class HttpProbeIT extends ProbeContract {

    @Override
    Check check(int port, Check.@Nullable Tls tls) {
        URI url = URI.create((tls == null ? "http" : "https") + "://site.test:" + port + "/");
        return new Check.Http(url, List.of(), "green", null, tls);
    }

    @Override
    String expected(Rogue rogue) {
        return switch (rogue) {
            case WELL, WELL_WITH_TLS -> "PASS";
            case REFUSES -> "FAIL CONNECT_REFUSED";
            case RESETS, RESETS_IN_THE_HANDSHAKE, CLOSES_AFTER_THE_REQUEST, CUTS_THE_BODY_OFF -> "FAIL RESET";
            case HANGS, SLOW_HEADERS, STOPS_IN_THE_BODY -> "FAIL TIMEOUT";
            case HANGS_IN_THE_HANDSHAKE, NO_TLS_ON_THE_TLS_PORT -> "FAIL TLS";
            case ENDLESS_BODY, HTML, TRUNCATED_JSON, HUGE_HEADERS, NOT_HTTP -> "FAIL BODY";
            case REDIRECTS_TO_ITSELF -> "FAIL HTTP_STATUS";
            case UNTRUSTED_CERTIFICATE, WRONG_NAME, EXPIRED_CERTIFICATE -> "FAIL CERT";
        };
    }
}
