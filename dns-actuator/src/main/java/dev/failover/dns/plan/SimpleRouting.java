package dev.failover.dns.plan;

import dev.failover.event.Decision;
import dev.failover.event.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One set: the endpoint whose answer it holds has the name. */
final class SimpleRouting implements RoutingRules {

    @Override
    public String word() {
        return "simple";
    }

    @Override
    public boolean isOfThisKind(RecordSet set) {
        return set.role() instanceof RecordSet.Role.Simple;
    }

    @Override
    public Optional<String> objection(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        return found(decision, record).isPresent()
                ? Optional.empty()
                : Optional.of("HUMAN_EDIT: " + decision.record().name() + " holds " + record.shown()
                        + ", which is none of its endpoints " + decision.targets());
    }

    @Override
    public Holding holding(Decision decision, RecordSnapshot record, Optional<Holding> fenced) {
        return Holding.whole(found(decision, record).orElseThrow());
    }

    private static Optional<String> found(Decision decision, RecordSnapshot record) {
        return decision.targets().entrySet().stream()
                .filter(target -> Values.sameAnswer(decision.record().type(), target.getValue(), record.target()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public Optional<String> obstacle(Decision decision, RecordSnapshot record, String endpoint) {
        return Optional.empty();
    }

    @Override
    public RecordSnapshot moved(Decision decision, RecordSnapshot record, Holding next) {
        return new RecordSnapshot(
                List.of(set(decision, next.endpoint(), record.sets().get(0).healthCheckId())));
    }

    @Override
    public RecordSnapshot created(Decision decision, String endpoint) {
        return new RecordSnapshot(List.of(set(decision, endpoint, null)));
    }

    private static RecordSet set(Decision decision, String endpoint, @Nullable String healthCheckId) {
        Target target = Objects.requireNonNull(decision.targets().get(endpoint), endpoint);
        return new RecordSet(
                target,
                target.aliasTarget().isPresent() ? null : decision.record().ttl(),
                RecordSet.SIMPLE,
                healthCheckId);
    }
}
