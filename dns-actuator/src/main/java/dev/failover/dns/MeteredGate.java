package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the users of a quota that all share: waits for its tokens, stops at an open circuit, and tells both what came of
 * the request.
 */
final class MeteredGate implements Gate {

    private static final Logger log = LoggerFactory.getLogger(MeteredGate.class);

    private final Quota.Use use;
    private final Shared shared;
    private final Duration mostWait;
    private volatile long end = Long.MAX_VALUE;

    /**
     * What all gates of a provider have in common.
     *
     * @param provider as services.yaml has it
     * @param circuits reading and changing may fail apart from each other
     * @param waiting how many requests wait for their tokens
     */
    record Shared(
            String provider,
            Quota quota,
            Map<Call, Circuit> circuits,
            AtomicInteger waiting,
            LongSupplier nanos,
            Retries.Pause pause,
            ActuatorMetrics metrics) {}

    /**
     * A gate.
     *
     * @param mostWait how long a request may wait for its tokens
     */
    MeteredGate(Quota.Use use, Shared shared, Duration mostWait) {
        this.use = use;
        this.shared = shared;
        this.mostWait = mostWait;
    }

    /** No request is begun after this time. */
    void until(long nanos) {
        end = nanos;
    }

    @Override
    public <T> T pass(Call call, Supplier<T> request) {
        Circuit circuit = Objects.requireNonNull(shared.circuits().get(call));
        circuit.objection().ifPresent(why -> {
            throw unavailable(why);
        });
        waitForQuota(call);
        try {
            T answer = request.get();
            circuit.answered();
            return answer;
        } catch (DnsProviderException e) {
            tell(call, circuit, e);
            throw e;
        }
    }

    private void tell(Call call, Circuit circuit, DnsProviderException e) {
        if (e.kind() == Kind.BUSY) {
            shared.quota().tooMuch(call, shared.nanos().getAsLong());
            shared.metrics().countThrottled(shared.provider(), use);
        }
        if (e.kind() == Kind.BUSY || e.kind() == Kind.UNCERTAIN) {
            circuit.failed(e.getMessage());
        } else {
            circuit.answered();
        }
    }

    private void waitForQuota(Call call) {
        long begin = shared.nanos().getAsLong();
        long wait = shared.quota().take(use, call, begin);
        if (wait > 0) {
            log.info(
                    "waiting for quota: {} of {} at {} for {} ms",
                    call,
                    use,
                    shared.provider(),
                    TimeUnit.NANOSECONDS.toMillis(wait));
            shared.waiting().incrementAndGet();
            try {
                waitForQuota(call, begin, wait);
            } finally {
                shared.waiting().decrementAndGet();
                shared.metrics()
                        .recordWait(
                                shared.provider(),
                                use,
                                Duration.ofNanos(shared.nanos().getAsLong() - begin));
            }
        } else if (begin >= end) {
            throw unavailable("out of time");
        }
    }

    private void waitForQuota(Call call, long begin, long first) {
        long now = begin;
        for (long wait = first; wait > 0; wait = shared.quota().take(use, call, now)) {
            if (now - begin + wait > mostWait.toNanos() || now > end - wait) {
                throw unavailable("waiting for quota: none is left for this within its time");
            }
            waitFor(wait);
            now = shared.nanos().getAsLong();
        }
    }

    private void waitFor(long nanos) {
        try {
            shared.pause().of(TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while waiting for quota");
        }
    }

    private static DnsProviderException unavailable(String why) {
        return new DnsProviderException(Kind.UNAVAILABLE, why, new IllegalStateException(why));
    }
}
