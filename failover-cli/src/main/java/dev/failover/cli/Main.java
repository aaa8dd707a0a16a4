package dev.failover.cli;

import dev.failover.cli.audit.AuditCommand;
import dev.failover.cli.backtest.SimulateCommand;
import dev.failover.cli.demo.DemoCommand;
import dev.failover.cli.demo.SiteCommand;
import dev.failover.cli.dns.DnsCommand;
import dev.failover.cli.plan.PlanCommand;
import dev.failover.cli.tape.RecordCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code failover} command. Exit codes: 0 done, 1 not done, 2 what was given cannot be used; 3
 * is a probe's that could not tell.
 */
@Command(
        name = "failover",
        description = "Moves a DNS name when, and only when, the active side has really failed.",
        mixinStandardHelpOptions = true,
        version = "failover 0.1.0",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            StatusCommand.class,
            ProbeCommand.class,
            AuditCommand.class,
            OperatorCommands.Failover.class,
            OperatorCommands.Failback.class,
            OperatorCommands.Pause.class,
            OperatorCommands.Maintain.class,
            OperatorCommands.Resume.class,
            ReleaseCommand.class,
            SteeringCommand.class,
            DnsCommand.class,
            RecordCommand.class,
            SimulateCommand.class,
            SiteCommand.class
        })
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // Before anything logs: what a command prints goes to standard output, what it logs does not.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-cli.xml");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** One sentence for what was not done; the stack trace only where it is asked for. */
    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        String message = failure.getMessage();
        command.getErr().println("failover: " + (message == null ? failure.toString() : message));
        if (System.getenv("FAILOVER_TRACE") != null) {
            failure.printStackTrace(command.getErr());
        }
        return failure instanceof IllegalArgumentException ? 2 : 1;
    }
}
