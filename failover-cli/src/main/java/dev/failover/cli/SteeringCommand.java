package dev.failover.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.cli.services.ServicesFile;
import dev.failover.dns.route53.SteeringPlan;
import dev.failover.dns.route53.SteeringSets;
import dev.failover.dns.route53.SteeringSetup;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.dns.steering.SteeringLog;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.service.AwsSettings;
import dev.failover.service.SettingsReader;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, ahead of any trouble, what lets names be moved without Route 53's control plane: docs/steering.md. */
@Command(
        name = "steering",
        description = "Make the health checks and record sets by which names are steered without Route 53's API.",
        mixinStandardHelpOptions = true,
        subcommands = {SteeringCommand.Plan.class, SteeringCommand.Apply.class, SteeringCommand.Settle.class})
final class SteeringCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What all three need: the file, Kafka for where the names are, and Route 53. */
    abstract static class Work implements Callable<Integer> {

        @Mixin
        private ServicesOption services;

        @Mixin
        private KafkaOption kafka;

        @Option(names = "--adopt", description = "take over records that exist already and carry no fence")
        private boolean adopt;

        @Spec
        private CommandSpec spec;

        /** One service's name; null for all. */
        abstract @Nullable String only();

        abstract boolean settles();

        abstract void each(SteeringSetup setup, List<SteeringPlan> plans) throws JsonProcessingException;

        @Override
        public Integer call() throws Exception {
            ServicesFile.Result file = services.read(spec.commandLine().getErr());
            if (!file.isUsable()) {
                return 2;
            }
            SettingsReader env = new SettingsReader(System.getenv());
            String owner = env.name("OWNER", "failover");
            AwsSettings aws = AwsSettings.read(env, "ROUTE_53");
            env.refuseIfWrong();
            List<ServiceSpec> steered = steered(file.services());
            SteeringLog log = new SteeringLog(kafka.clients(), "failover-steering/" + owner, Clock.systemUTC());
            try (SteeringSetup setup = new SteeringSetup(aws)) {
                each(
                        setup,
                        steered.stream()
                                .map(service -> setup.plan(
                                        sets(service, owner, file.steering().orElseThrow()),
                                        log.newest(service.service()),
                                        adopt,
                                        settles()))
                                .toList());
            }
            return 0;
        }

        private List<ServiceSpec> steered(List<ServiceSpec> all) {
            List<ServiceSpec> steered = all.stream()
                    .filter(service -> service.record().provider() == DnsRecord.Provider.STEERING)
                    .filter(service -> only() == null || service.service().equals(only()))
                    .toList();
            if (steered.isEmpty()) {
                throw new IllegalArgumentException(services.name() + " has no service "
                        + (only() == null ? "" : only() + " ") + "with record.provider: steering");
            }
            return steered;
        }

        private static SteeringSets sets(ServiceSpec service, String owner, SteeringEndpoints steering) {
            Map<String, Target> targets = new LinkedHashMap<>();
            service.endpoints().forEach(endpoint -> targets.put(endpoint.name(), endpoint.target()));
            Endpoint preferred = service.endpoints().get(0);
            return new SteeringSets(owner, service.service(), service.record(), targets, preferred.name(), steering);
        }

        void print(String text) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(text);
            out.flush();
        }

        void carryOut(SteeringSetup setup, List<SteeringPlan> plans) {
            for (SteeringPlan plan : plans) {
                print(plan.toString());
                setup.carryOut(plan, line -> print("  " + line));
            }
        }
    }

    /** Of one service or of all, with the roles as they are. */
    private abstract static class SetUp extends Work {

        @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "one service (default: all)")
        private @Nullable String service;

        @Override
        @Nullable
        String only() {
            return service;
        }

        @Override
        boolean settles() {
            return false;
        }
    }

    @Command(name = "plan", description = "Say what would be made, changed and deleted; change nothing.")
    static final class Plan extends SetUp {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        @Option(names = "--json", description = "as JSON, for machines")
        private boolean json;

        @Override
        void each(SteeringSetup setup, List<SteeringPlan> plans) throws JsonProcessingException {
            if (json) {
                ArrayNode all = JSON.createArrayNode();
                plans.forEach(plan -> describe(plan, all.addObject()));
                print(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all));
            } else {
                plans.forEach(plan -> print(plan.toString()));
            }
        }

        private static void describe(SteeringPlan plan, ObjectNode node) {
            node.put("service", plan.sets().service());
            node.put("record", plan.sets().record().name());
            node.put("primary", plan.sets().primary());
            ArrayNode steps = node.putArray("steps");
            for (SteeringPlan.Step step : plan.steps()) {
                ObjectNode one = steps.addObject();
                one.put("action", step.action().name().toLowerCase(Locale.ROOT));
                one.put("what", step.what());
                step.before().forEach(one.putArray("before")::add);
                step.after().forEach(one.putArray("after")::add);
            }
        }
    }

    @Command(
            name = "apply",
            description =
                    "Make it: the checks first, and once they report, the record sets in one batch. Moves no name.")
    static final class Apply extends SetUp {

        @Override
        void each(SteeringSetup setup, List<SteeringPlan> plans) {
            carryOut(setup, plans);
        }
    }

    @Command(
            name = "settle",
            description = "After a move, make silence lead to where the name is now: swap the roles of its sets.")
    static final class Settle extends Work {

        @Parameters(paramLabel = "SERVICE", description = "which")
        private String service;

        @Override
        String only() {
            return service;
        }

        @Override
        boolean settles() {
            return true;
        }

        @Override
        void each(SteeringSetup setup, List<SteeringPlan> plans) {
            carryOut(setup, plans);
        }
    }
}
