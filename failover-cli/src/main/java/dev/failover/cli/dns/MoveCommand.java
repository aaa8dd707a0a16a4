package dev.failover.cli.dns;

import dev.failover.cli.Times;
import dev.failover.dns.ByHand;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.event.DnsChange;
import dev.failover.event.ServiceSpec;
import dev.failover.notify.Notice;
import dev.failover.notify.Notices;
import java.io.Reader;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Moves a name by the actuator's own compare-and-swap. */
@Command(
        name = "move",
        description = {
            "Move a name to another endpoint: read, plan, ask, change all or nothing, follow to the name servers.",
            "With Kafka and the services at hand use `failover failover` instead. Ends with 0 when the name servers answer",
            "as planned, 1 when it was refused, not confirmed or not wanted, 2 for bad input."
        })
final class MoveCommand extends HandWork {

    private static final int LONGEST_TEXT = 500;

    @Option(names = "--to", paramLabel = "ENDPOINT", required = true, description = "the endpoint to move to")
    private String to;

    @Option(names = "--reason", required = true, description = "why: it stands in the notice")
    private String reason;

    @Option(names = "--by", description = "who (default: the user's login): it stands in the fence")
    private String by = System.getProperty("user.name", "unknown");

    @Option(names = "--adopt", description = "take over a record that exists already and carries no fence")
    private boolean adopt;

    @Option(names = "--dry-run", description = "print the plan and change nothing")
    private boolean dryRun;

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "2m",
            description = "how long the change is followed, by default ${DEFAULT-VALUE}")
    private String wait;

    MoveCommand() {}

    MoveCommand(Map<String, String> env, Reader answers) {
        super(env, answers);
    }

    @Override
    int work(ServiceSpec of, ByHand hand) {
        Duration limit = Times.option("--wait", wait, Duration.ofHours(1));
        mustBeSentence("--reason", reason);
        mustBeSentence("--by", by);
        if (of.endpoint(to).isEmpty()) {
            throw new IllegalArgumentException("--to must be one of "
                    + of.endpoints().stream().map(each -> each.name()).toList() + ", was '" + to + "'");
        }
        Planned planned = hand.plan(to, by, reason, adopt);
        if (planned instanceof Planned.Refused refused) {
            refuse("REFUSED: " + refused.reason() + "; nothing was changed");
            return 1;
        } else if (planned instanceof Planned.Change change && !isThere(change.plan())) {
            return carryOut(hand, change.plan(), limit);
        }
        print(of.record().name() + " has " + to + " already, and its fence says so: nothing to do");
        return 0;
    }

    private static void mustBeSentence(String option, String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    option + " must be one line of 1 to " + LONGEST_TEXT + " characters, had " + text.length());
        }
    }

    private static boolean isThere(Plan plan) {
        boolean fenced = plan.fenceBefore()
                .flatMap(FenceSnapshot::fence)
                .map(Fence::target)
                .filter(plan.endpoint()::equals)
                .isPresent();
        return fenced
                && plan.before()
                        .filter(before -> before.target()
                                .inSet(null)
                                .equals(plan.after().target().inSet(null)))
                        .isPresent();
    }

    private int carryOut(ByHand hand, Plan plan, Duration limit) {
        print(shown(plan));
        if (dryRun) {
            print("Dry run: nothing was changed.");
            return 0;
        }
        String name = plan.record().name();
        if (!yes && !confirmed("Move " + name + " to " + plan.endpoint() + "?")) {
            print("Not confirmed: nothing was changed.");
            return 1;
        }
        DnsChange change = hand.carryOut(plan, limit, line -> print("  " + line));
        for (Notice notice : new Notices().of(change)) {
            print("\nNobody is told while the notifier is away. The notice, to be sent on:\n\n" + notice.subject()
                    + "\n\n" + notice.text());
        }
        return change.status() == DnsChange.Status.VERIFIED ? 0 : 1;
    }

    /** What goes and what comes, a line each. */
    private static String shown(Plan plan) {
        String name = plan.record().name() + " " + plan.record().type();
        String fence = plan.record().fenceName() + " TXT";
        StringBuilder lines =
                new StringBuilder(name + " in zone " + plan.record().zone() + " to " + plan.endpoint() + ", epoch "
                        + plan.decision().epoch() + "\n\n");
        plan.deleted().forEach(set -> lines.append("  - %s %s%n".formatted(name, SightText.shown(set))));
        plan.fenceBefore().ifPresent(each -> lines.append("  - %s \"%s\"%n".formatted(fence, each.text())));
        plan.created().forEach(set -> lines.append("  + %s %s%n".formatted(name, SightText.shown(set))));
        lines.append("  + %s \"%s\"%n".formatted(fence, plan.fenceAfter().text()));
        plan.after().caveat().ifPresent(caveat -> lines.append("  ! %s%n".formatted(caveat)));
        return lines + "\nOne change: all of it or nothing, and nothing where anybody changed one of these since.";
    }
}
