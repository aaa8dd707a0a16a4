package dev.failover.cli.dns;

import dev.failover.dns.ByHand;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.event.ServiceSpec;
import java.io.Reader;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes our fence away, so that another deployment, or nobody, manages the name. */
@Command(
        name = "release",
        description = {
            "Remove our fence from the zone and leave the record where it is: another deployment, or nobody, manages the name",
            "then. Ends with 0 when it is removed, 1 when it was refused or not wanted, 2 for bad input."
        })
final class ReleaseFenceCommand extends HandWork {

    @Option(names = "--yes", description = "do not ask")
    private boolean yes;

    ReleaseFenceCommand() {}

    ReleaseFenceCommand(Map<String, String> env, Reader answers) {
        super(env, answers);
    }

    @Override
    int work(ServiceSpec of, ByHand hand) {
        String name = of.record().name();
        FenceSnapshot fence = hand.releasable();
        print("  - " + of.record().fenceName() + " TXT \"" + fence.text() + "\"");
        print("The record stays as it is. A deployment that still has the service refuses to move " + name
                + " from then on (\"carries no fence\") until `failover apply --adopt`: remove it there first, with"
                + " `failover apply --prune`.");
        if (!yes && !confirmed("Release " + name + "?")) {
            print("Not confirmed: nothing was changed.");
            return 1;
        }
        hand.release(fence);
        print("Released: " + name + " has no fence any more.");
        return 0;
    }
}
