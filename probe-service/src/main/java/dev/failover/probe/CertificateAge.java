package dev.failover.probe;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Warns of a certificate that ends soon; one that has ended is refused in the handshake (scenario 10). */
public final class CertificateAge {

    private final Duration warnWithin;

    public CertificateAge(Check.@Nullable Tls tls) {
        this.warnWithin = tls == null ? Check.Tls.WARN : tls.warnsWithin();
    }

    /**
     * What is found, a warning where the certificate ends soon.
     *
     * @param ends null without TLS
     */
    public Finding judged(Finding found, @Nullable Instant ends, Instant now) {
        if (ends == null || !found.serves()) {
            return found;
        }
        Duration left = Duration.between(now, ends);
        return left.compareTo(warnWithin) < 0
                ? found.and(Finding.warn(
                        FailureClass.CERT, "the certificate expires in " + left.toDays() + " days, at " + ends))
                : found;
    }
}
