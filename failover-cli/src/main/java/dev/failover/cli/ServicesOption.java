package dev.failover.cli;

import dev.failover.cli.services.ServicesFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The services.yaml that a command works with. */
public final class ServicesOption {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "the services, see docs/configuration.md")
    private Path file;

    /** Reads it and prints every problem. */
    public ServicesFile.Result read(PrintWriter err) {
        ServicesFile.Result result = ServicesFile.read(file);
        result.problems().forEach(err::println);
        err.flush();
        return result;
    }

    public String name() {
        return file.toString();
    }
}
