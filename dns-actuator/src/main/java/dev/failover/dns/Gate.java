package dev.failover.dns;

import java.util.function.Supplier;

/** Through which a provider makes each of its requests: may hold it back, and may refuse it. */
public interface Gate {

    /** What a request does. */
    enum Call {
        READ,
        CHANGE
    }

    /** Holds nothing back. */
    Gate OPEN = new Gate() {
        @Override
        public <T> T pass(Call call, Supplier<T> request) {
            return request.get();
        }
    };

    /**
     * Makes one request, once.
     *
     * @throws DnsProviderException of the request, or UNAVAILABLE when it was not made
     */
    <T> T pass(Call call, Supplier<T> request);
}
