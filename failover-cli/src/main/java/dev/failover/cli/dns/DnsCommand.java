package dev.failover.cli.dns;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is left when Kafka and all services are gone: docs/runbooks/move-by-hand.md. */
@Command(
        name = "dns",
        description = {
            "See, move and release a name with the DNS provider's credentials alone: no Kafka, no service.",
            "Takes the dns-actuator's environment: OWNER, DNS_NAME_SERVERS, AWS_*, RFC2136_*."
        },
        mixinStandardHelpOptions = true,
        subcommands = {ShowCommand.class, MoveCommand.class, ReleaseFenceCommand.class})
public final class DnsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
