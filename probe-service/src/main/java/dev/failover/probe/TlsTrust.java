package dev.failover.probe;

import dev.failover.event.Check.Tls;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How a server's certificate is verified, which is always done.
 *
 * @param serverName the name asked for (SNI) and expected in the certificate
 */
public record TlsTrust(ClientSSLOptions options, String serverName) {

    /**
     * Verification against the spec's certificates, or the JDK's where it has none.
     *
     * @param handshake how long a handshake may take: it cannot be broken off from outside
     * @throws IllegalArgumentException when the spec's certificates cannot be read
     */
    public static TlsTrust of(@Nullable Tls tls, String host, Duration handshake) {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(Math.max(1, handshake.toMillis()))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (tls != null && tls.caPem() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(readable(tls.caPem())));
        }
        return new TlsTrust(options, tls == null || tls.serverName() == null ? host : tls.serverName());
    }

    /**
     * Ends a TLS session with its connection. A resumed one shows no certificate, so that one that has expired, or was
     * changed for another's, would go unseen for as long as sessions live, a day (scenario 10).
     *
     * @param session null on a connection without TLS
     */
    public static void forget(@Nullable SSLSession session) {
        if (session != null) {
            session.invalidate();
        }
    }

    /** When the server's certificate expires; null where none is known. */
    public static @Nullable Instant certificateEnds(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? own.getNotAfter().toInstant()
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    private static Buffer readable(String pem) {
        byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
        try {
            boolean none = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .isEmpty();
            if (none) {
                throw new IllegalArgumentException("check.tls.caPem holds no certificate");
            }
            return Buffer.buffer(bytes);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("check.tls.caPem cannot be read as certificates", e);
        }
    }
}
