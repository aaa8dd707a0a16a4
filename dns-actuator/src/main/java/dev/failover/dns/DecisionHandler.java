package dev.failover.dns;

import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out decisions, one at a time: look, plan, change, publish ACCEPTED, and leave the rest to {@link Confirmations}.
 * The world's faults are published and never end the loop.
 */
final class DecisionHandler implements RecordHandler {

    /** How often the zone is looked at anew when a change's outcome is not known or the zone was not as supposed. */
    private static final int LOOKS = 3;

    private final DnsProvider provider;
    private final Planner planner;
    private final Changes changes;
    private final Confirmations confirmations;
    private final boolean dryRun;
    private final Duration maxAge;
    private final Supplier<Retries> retries;
    private final Clock clock;

    /**
     * A handler.
     *
     * @param maxAge a record that is older is passed over, and a decision that is older is refused (scenarios 40, 41)
     * @param retries a new budget for each decision
     */
    DecisionHandler(
            DnsProvider provider,
            Planner planner,
            Changes changes,
            Confirmations confirmations,
            boolean dryRun,
            Duration maxAge,
            Supplier<Retries> retries,
            Clock clock) {
        this.provider = provider;
        this.planner = planner;
        this.changes = changes;
        this.confirmations = confirmations;
        this.dryRun = dryRun;
        this.maxAge = maxAge;
        this.retries = retries;
        this.clock = clock;
    }

    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        for (Received record : batch) {
            record.event().ifPresent(event -> handle((Decision) event, record.at()));
        }
    }

    private void handle(Decision decision, Instant publishedAt) {
        if (tooOld(publishedAt)) {
            // Whoever still waits for it publishes it again: the zone need not be read for each record of a month.
            changes.passOver(decision, publishedAt);
        } else if (!confirmations.underWay(decision)) {
            carryOut(decision);
        }
    }

    private boolean tooOld(Instant at) {
        return at.plus(maxAge).isBefore(clock.instant());
    }

    private void carryOut(Decision decision) {
        try {
            look(decision, retries.get(), LOOKS);
        } catch (DnsProviderException e) {
            boolean denied = e.kind() == DnsProviderException.Kind.DENIED;
            changes.publish(
                    Changes.Step.of(decision),
                    denied ? DnsChange.Status.REFUSED : DnsChange.Status.FAILED,
                    e.getMessage(),
                    List.of());
        }
    }

    private void look(Decision decision, Retries budget, int looksLeft) {
        Found found = budget.reading(() -> provider.find(decision.record()));
        Planned planned = planner.plan(decision, found);
        if (planned instanceof Planned.Refused refused) {
            refuse(decision, found, refused.reason());
        } else if (planned instanceof Planned.Done done) {
            confirmDone(decision, done);
        } else if (planned instanceof Planned.Change change) {
            change(change.plan(), found, budget, looksLeft);
        }
    }

    private void confirmDone(Decision decision, Planned.Done done) {
        List<String> values = done.record().shown();
        Changes.Step step = new Changes.Step(decision, done.epoch(), done.endpoint(), values, values, null, null, null);
        if (changesNothing(decision)) {
            changes.publish(
                    step, DnsChange.Status.PLANNED, "nothing to do: the name has " + done.endpoint(), List.of());
        } else {
            confirmations.confirm(step, done.record(), done.fence());
        }
    }

    private void change(Plan plan, Found found, Retries budget, int looksLeft) {
        Decision decision = plan.decision();
        if (changesNothing(decision)) {
            changes.publish(
                    step(plan, null, null),
                    DnsChange.Status.PLANNED,
                    (decision.shadow() ? "shadow: " : "dry run: ") + plan,
                    List.of());
        } else if (tooOld(decision.decidedAt())) {
            refuse(decision, found, "decided at " + decision.decidedAt() + ", which is too long ago");
        } else {
            apply(plan, budget, looksLeft);
        }
    }

    private void apply(Plan plan, Retries budget, int looksLeft) {
        String changeId;
        try {
            changeId = budget.writing(() -> provider.apply(List.of(plan)));
        } catch (DnsProviderException e) {
            boolean lookAgain =
                    e.kind() == DnsProviderException.Kind.CONFLICT || e.kind() == DnsProviderException.Kind.UNCERTAIN;
            if (!lookAgain || looksLeft <= 1 || budget.spent()) {
                throw e;
            }
            // Applied all the same, or changed by somebody: the fence in the zone tells.
            look(plan.decision(), budget, looksLeft - 1);
            return;
        }
        Changes.Step step = step(plan, changeId, clock.instant());
        changes.publish(step, DnsChange.Status.ACCEPTED, plan.decision().reason(), List.of());
        confirmations.confirm(step, plan.after(), plan.fenceAfter());
    }

    private boolean changesNothing(Decision decision) {
        return dryRun || decision.shadow();
    }

    /** While nothing is changed the name keeps what it has, and the state goes on as if it had moved. */
    private static Changes.Step step(Plan plan, @Nullable String changeId, @Nullable Instant acceptedAt) {
        return new Changes.Step(
                plan.decision(),
                plan.decision().epoch(),
                plan.endpoint(),
                plan.shownBefore(),
                plan.after().shown(),
                changeId,
                acceptedAt,
                null);
    }

    private void refuse(Decision decision, Found found, String reason) {
        List<String> values = found.record().map(RecordSnapshot::shown).orElse(List.of());
        changes.publish(Changes.Step.unchanged(decision, values), DnsChange.Status.REFUSED, reason, List.of());
    }
}
