package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultTest {

    @Test
    void blamesTheTargetForWhatItDid() {
        blamed(new ConnectException("Connection refused"), FailureClass.CONNECT_REFUSED);
        blamed(new ConnectException("Connection timed out"), FailureClass.CONNECT_TIMEOUT);
        blamed(new ConnectTimeoutException("connection timed out after 900 ms"), FailureClass.CONNECT_TIMEOUT);
        blamed(new NoRouteToHostException("No route to host"), FailureClass.CONNECT_TIMEOUT);
        blamed(new SocketException("Connection reset"), FailureClass.RESET);
        blamed(new ClosedChannelException(), FailureClass.RESET);
        blamed(new HttpClosedException("Connection was closed"), FailureClass.RESET);
        blamed(new SSLException("Unsupported or unrecognized SSL message"), FailureClass.TLS);
        blamed(broken(new SSLHandshakeException("failed"), new ClosedChannelException()), FailureClass.RESET);
        blamed(broken(new SSLException("failed"), new IOException("Connection reset by peer")), FailureClass.RESET);
        blamed(
                broken(new SSLHandshakeException("failed"), new CertificateException("No name matching")),
                FailureClass.CERT);
    }

    @Test
    @DisplayName("scenario 5: what this machine lacks is the prober's error")
    void takesItsOwnShortagesOnItself() {
        ownFault(new SocketException("Too many open files"));
        ownFault(new SocketException("Network is unreachable"));
        ownFault(new BindException("Cannot assign requested address"));
        ownFault(new IOException("No buffer space available"));
        ownFault(broken(new IOException("failed to open"), new SocketException("Too many open files")));
        ownFault(new OutOfMemoryError("unable to create native thread"));
    }

    @Test
    void takesWhatNobodyForesawOnItself() {
        ownFault(new NullPointerException());
        ownFault(new IllegalArgumentException("not of the decoder"));
        ownFault(new RejectedExecutionException("event executor terminated"));
    }

    @Test
    void namesTheAddressAndTheInnermostReason() {
        Finding found = found(broken(new SSLHandshakeException("outer"), new CertificateException("inner\r\nreason")));

        assertThat(found.detail()).contains("192.0.2.10:9200", "inner reason").doesNotContain("outer");
    }

    @Test
    void showsTextOfATargetOnOneLineAndInBounds() {
        assertThat(Fault.printable("a\r\n\tb\u0000c")).isEqualTo("a b c");
        assertThat(Fault.printable("z".repeat(10_000))).hasSize(201).endsWith("…");
    }

    private static <T extends Throwable> T broken(T outer, Throwable cause) {
        outer.initCause(cause);
        return outer;
    }

    private static void blamed(Throwable e, FailureClass failure) {
        assertThat(found(e).outcome()).as("%s", e).isEqualTo(Outcome.FAIL);
        assertThat(found(e).failure()).as("%s", e).isEqualTo(failure);
    }

    private static void ownFault(Throwable e) {
        assertThat(found(e).outcome()).as("%s", e).isEqualTo(Outcome.PROBER_ERROR);
    }

    private static Finding found(Throwable e) {
        CheckScope scope = new CheckScope(new VirtualTimers(), Duration.ofSeconds(1));
        scope.reaches(new InetSocketAddress("192.0.2.10", 9200));
        return Fault.found(e, scope);
    }
}
