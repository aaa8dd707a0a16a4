package dev.failover.cli.plan;

import dev.failover.cli.Applied;
import dev.failover.cli.KafkaOption;
import dev.failover.cli.ServicesOption;
import dev.failover.cli.services.ServicesFile;
import dev.failover.dns.DnsProvider;
import dev.failover.dns.Providers;
import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a services.yaml would change in DNS, and the recovery time that it promises; changes nothing. */
@Command(
        name = "plan",
        description = {
            "Say what applying a services.yaml, or a move, would change in DNS, and how long a recovery takes at worst.",
            "Reads the zones with OWNER, AWS_* and RFC2136_* as the dns-actuator does; changes nothing and needs no Kafka.",
            "Where Kafka is given it is asked what applying changes there. Ends with 0, or 1 where something is refused."
        })
public final class PlanCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "which services of the file (default: all)")
    private List<String> only = new ArrayList<>();

    @Mixin
    private ServicesOption services;

    @Mixin
    private KafkaOption kafka;

    @Option(names = "--to", paramLabel = "ENDPOINT", description = "what a move of the one service to it would change")
    private @Nullable String to;

    @Option(names = "--adopt", description = "as if records that carry no fence were taken over")
    private boolean adopt;

    @Option(names = "--json", description = "as JSON, for machines")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> env;

    public PlanCommand() {
        this(System.getenv());
    }

    PlanCommand(Map<String, String> env) {
        this.env = env;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        ServicesFile.Result file = services.read(err);
        if (!file.isUsable()) {
            return 2;
        }
        List<ServiceSpec> all =
                adopt ? file.services().stream().map(ServiceSpec::adopting).toList() : file.services();
        SettingsReader reader = new SettingsReader(env);
        List<ServiceSpec> wanted = wanted(all, reader);
        String owner = reader.name("OWNER", "failover");
        AwsSettings aws = AwsSettings.read(reader, "ROUTE_53");
        Optional<Rfc2136Settings> rfc2136 = Rfc2136Settings.read(reader);
        reader.refuseIfWrong();
        Optional<List<String>> applied = applied(all, err);
        List<ServicePlan> plans;
        try (Route53Provider route53 = new Route53Provider(aws)) {
            plans = new Planning(providers(route53, rfc2136), owner, file.steering(), to, Instant.now()).plan(wanted);
        }
        print(plans, applied);
        return Summary.of(plans).count(ServicePlan.Action.REFUSED) == 0 ? 0 : 1;
    }

    /** With what is wrong with the arguments told beside what is wrong with the settings. */
    private List<ServiceSpec> wanted(List<ServiceSpec> all, SettingsReader problems) {
        List<String> names = all.stream().map(ServiceSpec::service).toList();
        only.stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.problem(services.name() + " has no service " + name + ", but " + names));
        List<ServiceSpec> wanted = only.isEmpty()
                ? all
                : all.stream().filter(each -> only.contains(each.service())).toList();
        if (to != null && (only.isEmpty() ? all.size() : only.size()) != 1) {
            problems.problem("--to asks of one service: failover plan SERVICE --to " + to);
        } else if (to != null) {
            wanted.forEach(one -> mustHaveDestination(one, to, problems));
        }
        return wanted;
    }

    private static void mustHaveDestination(ServiceSpec one, String to, SettingsReader problems) {
        if (one.endpoint(to).isEmpty()) {
            problems.problem("--to must be one of "
                    + one.endpoints().stream().map(Endpoint::name).toList() + ", was '" + to + "'");
        }
    }

    /** Kafka may be away while somebody has to know what DNS has. */
    private Optional<List<String>> applied(List<ServiceSpec> all, PrintWriter err) {
        if (!kafka.isGiven()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Applied(kafka.clients()).differences(all));
        } catch (IllegalStateException e) {
            err.println("failover: planned without Kafka: " + e.getMessage());
            err.flush();
            return Optional.empty();
        }
    }

    private static DnsProvider providers(Route53Provider route53, Optional<Rfc2136Settings> rfc2136) {
        Map<DnsRecord.Provider, DnsProvider> setUp = new EnumMap<>(DnsRecord.Provider.class);
        setUp.put(DnsRecord.Provider.ROUTE_53, route53);
        rfc2136.ifPresent(settings -> setUp.put(DnsRecord.Provider.RFC_2136, new Rfc2136Provider(settings)));
        return new Providers(setUp, Map.of(DnsRecord.Provider.RFC_2136, Rfc2136Settings.NAMES));
    }

    private void print(List<ServicePlan> plans, Optional<List<String>> applied) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(PlanJson.of(plans, applied));
        } else {
            applied.ifPresent(lines -> {
                out.println("In Kafka:");
                lines.forEach(line -> out.println("  " + line));
                out.println();
            });
            out.print(PlanText.of(plans));
        }
        out.flush();
    }
}
