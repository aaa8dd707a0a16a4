package dev.failover.cli;

import dev.failover.cli.services.ServicesFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether a services.yaml can be used, and every reason why not. */
@Command(name = "check", description = "Validate a services.yaml: every problem with line, key, rule and value.")
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private ServicesOption services;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ServicesFile.Result result = services.read(spec.commandLine().getErr());
        if (!result.isUsable()) {
            return 2;
        }
        spec.commandLine().getOut().println(services.name() + " is right: " + count(result));
        return 0;
    }

    private static String count(ServicesFile.Result result) {
        int number = result.services().size();
        return number + (number == 1 ? " service" : " services");
    }
}
