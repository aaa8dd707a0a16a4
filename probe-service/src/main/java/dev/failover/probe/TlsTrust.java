package dev.failover.probe;

import dev.failover.event.Check.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * How a server's certificate is verified, which is always done.
 *
 * @param serverName the name asked for (SNI) and expected in the certificate
 */
public record TlsTrust(SslContext context, String serverName) {

    /** The JDK's certificates, read once. */
    private static final SslContext OF_THE_JDK = context(SslContextBuilder.forClient());

    /**
     * Verification against the spec's certificates, or the JDK's where it has none.
     *
     * @throws IllegalArgumentException when the spec's certificates cannot be read
     */
    public static TlsTrust of(@Nullable Tls tls, String host) {
        String name = tls == null || tls.serverName() == null ? host : tls.serverName();
        return new TlsTrust(
                tls == null || tls.caPem() == null
                        ? OF_THE_JDK
                        : context(SslContextBuilder.forClient().trustManager(readable(tls.caPem()))),
                name);
    }

    private static SslContext context(SslContextBuilder builder) {
        try {
            return builder.sslProvider(SslProvider.JDK)
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("check.tls cannot be used here: " + e.getMessage(), e);
        }
    }

    /** A handshake of one connection. How long it may take is up to the check, which closes the connection. */
    public SslHandler handler(int port) {
        SslHandler handler = context.newHandler(ByteBufAllocator.DEFAULT, serverName, port);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
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

    private static X509Certificate[] readable(String pem) {
        byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
        try {
            X509Certificate[] read =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new);
            if (read.length == 0) {
                throw new IllegalArgumentException("check.tls.caPem holds no certificate");
            }
            return read;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("check.tls.caPem cannot be read as certificates", e);
        }
    }
}
