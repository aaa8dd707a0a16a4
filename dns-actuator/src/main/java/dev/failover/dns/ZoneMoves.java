package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries out decisions of one zone, one of each service, once: looks, plans, and changes in as few calls as fit. What the
 * provider answers to a call of many:
 *
 * <pre>
 * taken                         ACCEPTED, each
 * conflict, and the zone has    planned anew, and sent again as one
 * changed since it was read
 * conflict, with no such reason halved, until the one that is refused stands alone
 * denied                        halved too; after {@value #MOST_DENIALS} denials in a row nothing more is tried
 * uncertain                     the fences are read: done, or sent again as one
 * busy for longer than is left  FAILED, all
 * </pre>
 *
 * What belongs to one service is never torn apart.
 */
final class ZoneMoves {

    /** How often the zone is looked at anew when a change's outcome is not known or the zone was not as supposed. */
    private static final int LOOKS = 3;

    /** One more than it takes to halve a thousand down to one: they say that it is not a single one's fault. */
    private static final int MOST_DENIALS = 12;

    private final Tools tools;
    private final Retries budget;
    private int denials;

    /**
     * What carrying out needs.
     *
     * @param dryRun plan and publish PLANNED, change nothing
     * @param maxAge a decision that is older is refused (scenario 40)
     */
    record Tools(
            DnsProvider provider,
            Planner planner,
            Changes changes,
            Confirmations confirmations,
            boolean dryRun,
            Duration maxAge,
            Clock clock) {

        boolean tooOld(Instant at) {
            return at.plus(maxAge).isBefore(clock.instant());
        }
    }

    ZoneMoves(Tools tools, Retries budget) {
        this.tools = tools;
        this.budget = budget;
    }

    void carryOut(List<Decision> decisions) {
        applyAll(look(decisions, null), LOOKS);
    }

    private void applyAll(List<Plan> plans, int looksLeft) {
        if (!plans.isEmpty()) {
            tools.provider().batches(plans).forEach(batch -> apply(batch, looksLeft, false));
        }
    }

    /**
     * Reads and plans. What needs no change is answered.
     *
     * @param sentAt when a change of them was sent whose outcome is not known
     */
    private List<Plan> look(List<Decision> decisions, @Nullable Instant sentAt) {
        List<Found> found;
        try {
            found = budget.reading(() -> read(decisions));
        } catch (DnsProviderException e) {
            fail(decisions, e);
            return List.of();
        }
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            plan(decisions.get(i), found.get(i), sentAt, plans);
        }
        return plans;
    }

    private List<Found> read(List<Decision> decisions) {
        return tools.provider().findAll(decisions.stream().map(Decision::record).toList());
    }

    private void plan(Decision decision, Found found, @Nullable Instant sentAt, List<Plan> plans) {
        Planned planned = tools.planner().plan(decision, found);
        if (planned instanceof Planned.Refused refused) {
            refuse(decision, found, refused.reason());
        } else if (planned instanceof Planned.Done done) {
            confirmDone(decision, done, sentAt);
        } else if (planned instanceof Planned.Change change) {
            if (changesNothing(decision)) {
                String why = decision.shadow() ? "shadow: " : "dry run: ";
                publish(step(change.plan(), null, null), DnsChange.Status.PLANNED, why + change.plan());
            } else if (tools.tooOld(decision.decidedAt())) {
                refuse(decision, found, "decided at " + decision.decidedAt() + ", which is too long ago");
            } else {
                plans.add(change.plan());
            }
        }
    }

    private void confirmDone(Decision decision, Planned.Done done, @Nullable Instant sentAt) {
        List<String> values = done.record().shown();
        Changes.Step step = new Changes.Step(
                decision,
                done.epoch(),
                done.endpoint(),
                values,
                values,
                null,
                sentAt,
                null,
                done.holding().part().orElse(null));
        if (changesNothing(decision)) {
            publish(step, DnsChange.Status.PLANNED, "nothing to do: the name has " + done.holding());
        } else {
            tools.confirmations().confirm(step, done.record(), done.fence());
        }
    }

    private void apply(List<Plan> batch, int looksLeft, boolean lookedAt) {
        String changeId;
        try {
            changeId = budget.writing(() -> tools.provider().apply(batch));
        } catch (DnsProviderException e) {
            notApplied(batch, e, looksLeft, lookedAt);
            return;
        }
        denials = 0;
        Instant now = tools.clock().instant();
        List<Confirmations.Followed> accepted = batch.stream()
                .map(plan -> new Confirmations.Followed(step(plan, changeId, now), plan.after(), plan.fenceAfter()))
                .toList();
        tools.changes()
                .accepted(accepted.stream().map(Confirmations.Followed::step).toList());
        tools.confirmations().confirm(changeId, accepted);
    }

    private void notApplied(List<Plan> batch, DnsProviderException e, int looksLeft, boolean lookedAt) {
        boolean many = batch.size() > 1;
        if (e.kind() == Kind.BUSY || e.kind() == Kind.UNAVAILABLE || budget.spent()) {
            fail(decisions(batch), e);
        } else if (e.kind() == Kind.DENIED) {
            denials++;
            if (many && denials < MOST_DENIALS) {
                halve(batch, looksLeft);
            } else {
                fail(decisions(batch), e);
            }
        } else if (many && lookedAt && e.kind() == Kind.CONFLICT) {
            halve(batch, looksLeft);
        } else if (looksLeft <= 1) {
            fail(decisions(batch), e);
        } else {
            lookAgain(batch, e, looksLeft - 1);
        }
    }

    /** Applied all the same, or changed by somebody: the fences in the zone tell. */
    private void lookAgain(List<Plan> batch, DnsProviderException e, int looksLeft) {
        List<Plan> again = look(decisions(batch), tools.clock().instant());
        boolean unexplained = e.kind() == Kind.CONFLICT && again.equals(batch);
        if (unexplained && batch.size() > 1) {
            halve(again, looksLeft);
        } else {
            applyAll(again, looksLeft);
        }
    }

    private void halve(List<Plan> batch, int looksLeft) {
        int middle = batch.size() / 2;
        List<List<Plan>> halves = List.of(batch.subList(0, middle), batch.subList(middle, batch.size()));
        halves.forEach(half -> apply(half, looksLeft, true));
    }

    private static List<Decision> decisions(List<Plan> batch) {
        return batch.stream().map(Plan::decision).toList();
    }

    private boolean changesNothing(Decision decision) {
        return tools.dryRun() || decision.shadow();
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
                null,
                plan.part().orElse(null));
    }

    private void refuse(Decision decision, Found found, String reason) {
        List<String> values = found.record().map(RecordSnapshot::shown).orElse(List.of());
        publish(Changes.Step.unchanged(decision, values), DnsChange.Status.REFUSED, reason);
    }

    private void fail(List<Decision> decisions, DnsProviderException e) {
        DnsChange.Status status = e.kind() == Kind.DENIED ? DnsChange.Status.REFUSED : DnsChange.Status.FAILED;
        decisions.forEach(decision -> publish(Changes.Step.of(decision), status, e.getMessage()));
    }

    private void publish(Changes.Step step, DnsChange.Status status, String reason) {
        tools.changes().publish(step, status, reason, List.of());
    }
}
