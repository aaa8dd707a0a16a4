package dev.failover.cli.services;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;

/** Reads one endpoint of a service and holds it against the service's record. */
final class EndpointReader {

    private static final Target STAND_IN_TARGET = Target.of("stand-in.invalid");

    private final Problems problems;
    private final CheckReader checks;

    EndpointReader(Problems problems, CheckReader checks) {
        this.problems = problems;
        this.checks = checks;
    }

    /**
     * Reads one.
     *
     * @param record empty where it is wrong itself, so that nothing can be held against it
     */
    Endpoint read(Fields in, Optional<DnsRecord> record) {
        in.mustHave("name", "target", "check");
        Field<String> name = in.text("name", "stand-in");
        Target target = in.value("target").map(value -> target(value, record)).orElse(STAND_IN_TARGET);
        Field<Optional<String>> setIdentifier = in.optionalText("setIdentifier");
        Check check = in.value("check").map(checks::read).orElse(CheckReader.STAND_IN);
        Field<Boolean> automatic = in.flag("automatic", true);
        Map<String, Check> from =
                in.value("checkFrom").map(this::checksByLocation).orElse(Map.of());
        record.ifPresent(managed -> in.value("check").ifPresent(at -> refuseManagedName(at, check, managed)));
        record.ifPresent(managed -> from.forEach((location, other) -> in.value("checkFrom")
                .flatMap(at -> at.below(location))
                .ifPresent(at -> refuseManagedName(at, other, managed))));
        Endpoint standIn = new Endpoint("stand-in", target, CheckReader.STAND_IN);
        return in.build(
                standIn,
                () -> new Endpoint(
                        name.get(), target.inSet(setIdentifier.get().orElse(null)), check, automatic.get(), from));
    }

    /** Checks by the locations that have one of their own. */
    private Map<String, Check> checksByLocation(Value at) {
        if (!(at.node() instanceof MappingNode mapping)) {
            problems.wrong(at, "must be a mapping of locations and their checks" + at.wasKind());
            return Map.of();
        }
        Map<String, Check> byLocation = new TreeMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Value location = new Value(at.path(), tuple.getKeyNode());
            if (!location.isText()) {
                problems.wrong(location, "has a key that is no text");
                continue;
            }
            Check check = checks.read(new Value(at.path(location.text()), tuple.getValueNode()));
            if (byLocation.put(location.text(), check) != null) {
                problems.wrong(location, "has " + Value.shown(location.text()) + " twice");
            }
        }
        return byLocation;
    }

    /** A text, a list of texts, or an alias. */
    private Target target(Value at, Optional<DnsRecord> record) {
        int before = problems.errors();
        Target target = at.isMapping()
                ? Fields.read(at, Form.TARGET, problems, STAND_IN_TARGET, this::alias)
                : values(at, record);
        if (problems.errors() == before) {
            record.ifPresent(managed -> refuseMisfit(at, target, managed));
        }
        return target;
    }

    private Target alias(Fields in) {
        in.mustHave("alias");
        return in.nested("alias", Form.ALIAS, STAND_IN_TARGET, alias -> {
            alias.mustHave("zone", "name");
            Field<String> zone = alias.text("zone", "Z0STANDIN");
            Field<String> name = alias.text("name", "stand-in.invalid");
            Field<Boolean> evaluate = alias.flag("evaluateTargetHealth", false);
            return alias.build(
                    STAND_IN_TARGET,
                    () -> new Target(List.of(), new Target.Alias(zone.get(), name.get(), evaluate.get())));
        });
    }

    private Target values(Value at, Optional<DnsRecord> record) {
        List<Value> items = at.items();
        List<Value> wrong =
                items.stream().filter(item -> !item.isText() || item.isTagged()).toList();
        wrong.forEach(item -> problems.wrong(item, "must be an address or a name" + item.was()));
        if (!wrong.isEmpty()) {
            return STAND_IN_TARGET;
        }
        try {
            Target all = Target.of(items.stream().map(Value::text).toArray(String[]::new));
            if (at.isList()) {
                record.ifPresent(managed -> items.forEach(item -> refuseMisfit(item, Target.of(item.text()), managed)));
            }
            return all;
        } catch (IllegalArgumentException e) {
            problems.wrong(at, rule(e));
            return STAND_IN_TARGET;
        }
    }

    /** Scenario 33 among others: the name must not answer itself. */
    private void refuseMisfit(Value at, Target target, DnsRecord record) {
        try {
            target.mustFit(record);
        } catch (IllegalArgumentException e) {
            problems.wrong(at, rule(e));
        }
    }

    /** The message without the field: the value's own path stands before it. */
    private static String rule(IllegalArgumentException refused) {
        String message = String.valueOf(refused.getMessage());
        return Value.plain(message.substring(message.indexOf(' ') + 1));
    }

    /** Scenario 6: a probe of the managed name would follow the failover and judge the other side. */
    private void refuseManagedName(Value given, Check check, DnsRecord record) {
        if (DnsRecord.normalise(check.host()).equals(record.name())) {
            given.below("url")
                    .or(() -> given.below("host"))
                    .ifPresent(at -> problems.wrong(
                            at,
                            "must not be the managed name, which a probe would follow to the other side, was '"
                                    + record.name() + "'"));
        }
    }
}
