package dev.failover.dns;

import dev.failover.event.DnsRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The gates of a process: for each provider that has any, {@link ProviderGates}. */
final class Gates {

    private final Map<DnsRecord.Provider, ProviderGates> all = new EnumMap<>(DnsRecord.Provider.class);
    private final ActuatorMetrics metrics;

    /**
     * Gates.
     *
     * @param rates of each provider that has gates
     */
    Gates(Map<DnsRecord.Provider, Quota.Rates> rates, Clock clock, ActuatorMetrics metrics) {
        this.metrics = metrics;
        rates.forEach((provider, each) -> all.put(provider, new ProviderGates(provider, each, clock, metrics)));
    }

    /** Of a provider that has gates. */
    ProviderGates of(DnsRecord.Provider provider) {
        return Objects.requireNonNull(all.get(provider), provider::name);
    }

    /** For the decisions of a zone; no request of them is begun after it. */
    Retries budget(Duration time) {
        Retries budget = new Retries(time, System::nanoTime, Thread::sleep, metrics);
        all.values().forEach(gates -> gates.failoverUntil(budget.end()));
        return budget;
    }

    /** Whether a provider is asked for nothing but trials at the moment. */
    boolean isOpen(DnsRecord.Provider provider) {
        return all.containsKey(provider) && of(provider).whyOpen().isPresent();
    }

    /** Which calls are not made at the moment. */
    Optional<String> whyOpen() {
        return joined(ProviderGates::whyOpen);
    }

    Optional<String> waiting() {
        return joined(ProviderGates::waiting);
    }

    private Optional<String> joined(Function<ProviderGates, Optional<String>> said) {
        String sentences = all.values().stream()
                .flatMap(gates -> said.apply(gates).stream())
                .collect(Collectors.joining("; "));
        return sentences.isEmpty() ? Optional.empty() : Optional.of(sentences);
    }
}
