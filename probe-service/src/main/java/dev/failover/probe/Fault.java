package dev.failover.probe;

import dev.failover.event.Observation.FailureClass;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose fault an exception is. What this machine lacks (descriptors, ports, a route, memory) and what nobody
 * foresaw is the prober's own; the target is blamed only for what it is known to have done.
 */
public final class Fault {

    /** How Linux words its own shortages; the exceptions' classes do not tell them apart. */
    private static final List<String> OWN = List.of(
            "too many open files",
            "network is unreachable",
            "cannot assign requested address",
            "no buffer space",
            "operation not permitted",
            "permission denied",
            "cannot allocate memory");

    private Fault() {}

    /** What a check found that ended with an exception. */
    public static Finding found(Throwable e, CheckScope scope) {
        if (e instanceof CheckFailedException failed) {
            return failed.finding();
        }
        String where = " " + scope.place() + " after " + scope.elapsed().toMillis() + " ms";
        if (any(e, Fault::own)) {
            return Finding.proberError("the prober could not reach" + where + ": " + message(e));
        }
        FailureClass failure = failure(e);
        return failure == null
                ? Finding.proberError(
                        "unexpected at" + where + ": " + e.getClass().getSimpleName() + " " + message(e))
                : Finding.fail(failure, words(failure) + where + ": " + message(e));
    }

    private static boolean own(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return e instanceof OutOfMemoryError
                || (e instanceof IOException && OWN.stream().anyMatch(message::contains));
    }

    private static @Nullable FailureClass failure(Throwable e) {
        if (any(e, Fault::aboutTheCertificate)) {
            return FailureClass.CERT;
        } else if (any(e, Fault::brokenOff)) {
            // Also in a handshake, where it comes wrapped as a failure of TLS.
            return FailureClass.RESET;
        } else if (any(e, c -> c instanceof SSLException)) {
            return FailureClass.TLS;
        } else if (e instanceof ConnectTimeoutException || e instanceof NoRouteToHostException) {
            // No route (EHOSTUNREACH) comes from the far network or from a neighbour that is off: a missing route of
            // our
            // own reads "network is unreachable".
            return FailureClass.CONNECT_TIMEOUT;
        } else if (e instanceof ConnectException) {
            return message(e).contains("timed out") ? FailureClass.CONNECT_TIMEOUT : FailureClass.CONNECT_REFUSED;
        } else if (e instanceof HttpClosedException) {
            return FailureClass.RESET;
        } else if (e instanceof TooLongFrameException || e instanceof DecoderException || notHttp(e)) {
            return FailureClass.BODY;
        }
        return e instanceof IOException ? FailureClass.RESET : null;
    }

    private static boolean aboutTheCertificate(Throwable e) {
        return e instanceof CertificateException
                || e instanceof CertPathValidatorException
                || e instanceof CertPathBuilderException;
    }

    private static boolean brokenOff(Throwable e) {
        return e instanceof ClosedChannelException
                || (e instanceof IOException && message(e).contains("Connection reset"));
    }

    /** Netty's HTTP decoder says so with bare IllegalArgumentExceptions. */
    private static boolean notHttp(Throwable e) {
        return e instanceof IllegalArgumentException
                && e.getStackTrace().length > 0
                && e.getStackTrace()[0].getClassName().startsWith("io.netty.handler.codec.http");
    }

    private static String words(FailureClass failure) {
        return switch (failure) {
            case CERT -> "the certificate was not accepted at";
            case TLS -> "no TLS with";
            case CONNECT_TIMEOUT -> "no connection to";
            case CONNECT_REFUSED -> "connection refused by";
            case RESET -> "connection broken off by";
            default -> "no sound answer from";
        };
    }

    /** The innermost message: the outer ones say only that something failed. */
    private static String message(Throwable e) {
        Throwable inner = e;
        for (int depth = 0; inner.getCause() != null && depth < 10; depth++) {
            inner = inner.getCause();
        }
        String text = inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
        return printable(text);
    }

    /** Text from a target as it may be shown: one line, at most 200 characters. */
    public static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    private static boolean any(Throwable e, Predicate<Throwable> is) {
        Throwable cause = e;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (is.test(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
