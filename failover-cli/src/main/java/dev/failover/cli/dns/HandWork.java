package dev.failover.cli.dns;

import dev.failover.cli.ServicesOption;
import dev.failover.cli.services.ServicesFile;
import dev.failover.dns.ByHand;
import dev.failover.dns.ByHandSettings;
import dev.failover.event.ServiceSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands of {@code failover dns} share: one service of a file, and the actuator's environment. */
abstract class HandWork implements Callable<Integer> {

    private final Map<String, String> env;
    private final Reader answers;

    @Parameters(paramLabel = "SERVICE", description = "which service of the file")
    private String service;

    @Mixin
    private ServicesOption services;

    @Option(names = "--owner", description = "the deployment whose fences are ours (default: OWNER, or failover)")
    private @Nullable String owner;

    @Option(
            names = "--name-server",
            paramLabel = "HOST:PORT",
            split = ",",
            description = "ask these instead of the zone's own; none: ask nobody (default: DNS_NAME_SERVERS)")
    private @Nullable List<String> nameServers;

    @Spec
    private CommandSpec spec;

    /**
     * A command.
     *
     * @param env the process's environment
     * @param answers what the person types
     */
    HandWork(Map<String, String> env, Reader answers) {
        this.env = env;
        this.answers = answers;
    }

    HandWork() {
        this(System.getenv(), new InputStreamReader(System.in, Charset.defaultCharset()));
    }

    abstract int work(ServiceSpec of, ByHand hand) throws Exception;

    @Override
    public Integer call() throws Exception {
        ServicesFile.Result file = services.read(spec.commandLine().getErr());
        if (!file.isUsable()) {
            return 2;
        }
        ServiceSpec of = file.services().stream()
                .filter(each -> each.service().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(services.name() + " has no service " + service
                        + ", but "
                        + file.services().stream().map(ServiceSpec::service).toList()));
        try (ByHand hand = ByHand.open(of, ByHandSettings.fromEnv(settings()))) {
            return work(of, hand);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(env);
        if (owner != null) {
            settings.put("OWNER", owner);
        }
        if (nameServers != null) {
            settings.put("DNS_NAME_SERVERS", String.join(",", nameServers));
        }
        return settings;
    }

    String file() {
        return services.name();
    }

    void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    /** One line, printed where refusals go. */
    void refuse(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("failover: " + line);
        err.flush();
    }

    /** Only the whole word is taken: a habit of pressing y must not move a name. */
    boolean confirmed(String question) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(question + " Type yes to go on: ");
        out.flush();
        try {
            String line = new BufferedReader(answers).readLine();
            return line != null && line.strip().equals("yes");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
