package dev.failover.cli.services;

import dev.failover.event.DnsRecord;
import dev.failover.dns.steering.SteeringEndpoints;
import dev.failover.event.ServiceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a services.yaml: docs/configuration.md has every key. */
public final class ServicesFile {

    static final int MAX_KIB = 4 * 1024;

    private final Problems problems;
    private final ServiceReader reader;
    private final SteeringReader steerings;
    private Optional<SteeringEndpoints> steering = Optional.empty();
    private final List<ServiceSpec> services = new ArrayList<>();

    /** Where each service's name, and each DNS name, was given first. */
    private final Map<String, Value> names = new HashMap<>();

    private final Map<String, Value> records = new HashMap<>();

    private ServicesFile(Path folder, Problems problems) {
        this.problems = problems;
        this.reader = new ServiceReader(folder, problems);
        this.steerings = new SteeringReader(problems);
    }

    /**
     * What was read.
     *
     * @param services none where the file cannot be used
     * @param steering where the steering endpoints are, where the file says so
     * @param problems in the order of their lines, warnings among them
     */
    public record Result(
            List<ServiceSpec> services, Optional<SteeringEndpoints> steering, List<Problem> problems) {

        public Result {
            services = List.copyOf(services);
            problems = List.copyOf(problems);
        }

        public boolean isUsable() {
            return problems.stream().allMatch(Problem::warning);
        }
    }

    /** Never throws for what is in the file, or for a file that cannot be read: all of that is a problem. */
    public static Result read(Path file) {
        Problems problems = new Problems(file.toString());
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file.toAbsolutePath());
        ServicesFile reading = new ServicesFile(folder, problems);
        try {
            Value root = new Value("", YamlDocument.read(BoundedFile.text(file, MAX_KIB)));
            Fields.read(root, Form.FILE, problems, reading.services, reading::file);
        } catch (FileRefusedException e) {
            problems.wrong(e);
        }
        return problems.errors() == 0
                ? new Result(reading.services, reading.steering, problems.inOrder())
                : new Result(List.of(), Optional.empty(), problems.inOrder());
    }

    private List<ServiceSpec> file(Fields in) {
        in.mustHave("services");
        steering = in.value("steering").map(steerings::read);
        in.value("services").ifPresent(this::list);
        return services;
    }

    private void list(Value list) {
        if (!list.isList()) {
            problems.wrong(list, "must be a list" + list.was());
        } else if (list.items().isEmpty()) {
            problems.wrong(list, "must name at least one service");
        }
        if (list.isList()) {
            list.items().forEach(this::service);
        }
    }

    private void service(Value at) {
        reader.read(at).ifPresent(spec -> {
            services.add(spec);
            steerings.hold(spec, at, steering);
        });
        at.below("name").filter(Value::isText).ifPresent(name -> once(names, name.text(), name));
        at.below("record").ifPresent(this::recordOnce);
    }

    /** Scenario 32. Types make no difference: the fence beside the record is one for the name. */
    private void recordOnce(Value record) {
        record.below("name")
                .filter(Value::isText)
                .ifPresent(name -> record.below("zone")
                        .filter(Value::isText)
                        .ifPresent(zone -> once(
                                records,
                                DnsRecord.normalise(zone.text()) + " " + DnsRecord.normalise(name.text()),
                                name)));
    }

    private void once(Map<String, Value> given, String key, Value at) {
        Value first = given.putIfAbsent(key, at);
        if (first != null) {
            problems.wrong(at, "must be unique, but line " + first.line() + " has it too" + at.was());
        }
    }
}
