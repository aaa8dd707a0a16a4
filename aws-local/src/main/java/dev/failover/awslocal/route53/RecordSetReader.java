package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a ResourceRecordSet element and notes every structural fault (Route 53's InvalidInput) in the given list. */
final class RecordSetReader {

    private static final long MAX_TTL = Integer.MAX_VALUE;
    private static final int MAX_VALUE = 4_000;
    private static final int MAX_VALUES = 400;
    private static final int MAX_SET_IDENTIFIER = 128;
    private static final int MAX_WEIGHT = 255;
    private static final Set<String> KNOWN = Set.of(
            "Name",
            "Type",
            "SetIdentifier",
            "Weight",
            "Region",
            "GeoLocation",
            "Failover",
            "MultiValueAnswer",
            "TTL",
            "ResourceRecords",
            "AliasTarget",
            "HealthCheckId");

    /** The hosted zone id of every CloudFront distribution. */
    private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";

    private final Xml element;
    private final String where;
    private final List<String> problems;

    private RecordSetReader(String action, Xml element, List<String> problems) {
        this.element = element;
        this.problems = problems;
        this.where = " in Change with [Action=%s, Name=%s, Type=%s, SetIdentifier=%s]"
                .formatted(
                        action,
                        element.value("Name").orElse("null"),
                        element.value("Type").orElse("null"),
                        element.value("SetIdentifier").orElse("null"));
    }

    /** The set, or null when there are problems. */
    static @Nullable RecordSet read(String action, Xml element, List<String> problems) {
        List<String> own = new ArrayList<>();
        RecordSet set = new RecordSetReader(action, element, own).read();
        problems.addAll(own);
        return own.isEmpty() ? set : null;
    }

    private @Nullable RecordSet read() {
        element.children().stream()
                .filter(child -> !KNOWN.contains(child.name()))
                .forEach(child -> problems.add("Element '" + child.name() + "' is not supported" + where));
        DomainName name = name("Name", element);
        String type = type();
        Routing routing = routing();
        String identifier = identifier(routing);
        AliasTarget alias = element.child("AliasTarget").map(this::alias).orElse(null);
        Long ttl = ttl();
        List<String> values = values();
        checkShape(ttl, values);
        if (name == null) {
            return null;
        }
        return new RecordSet(
                new RecordKey(name, type, identifier),
                routing,
                ttl,
                values,
                alias,
                element.value("HealthCheckId").orElse(null));
    }

    private @Nullable DomainName name(String field, Xml holder) {
        try {
            return DomainName.parse(holder.value(field).orElseThrow(() -> new IllegalArgumentException("absent")));
        } catch (IllegalArgumentException e) {
            problems.add(
                    "absent".equals(e.getMessage()) ? "Missing field '" + field + "'" + where : e.getMessage() + where);
            return null;
        }
    }

    private String type() {
        String type = element.value("Type").orElse("");
        if (!RecordTypes.ALL.contains(type)) {
            problems.add("Value '" + type + "' is not a record type" + where);
        }
        return type;
    }

    private Routing routing() {
        List<Routing> found = new ArrayList<>();
        for (Routing.Kind kind : Routing.Kind.values()) {
            element.child(kind.elementName()).ifPresent(given -> found.add(new Routing(kind, clean(given))));
        }
        if (found.size() > 1) {
            problems.add("Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer],"
                    + " but found more than one" + where);
        }
        found.forEach(this::checkRouting);
        return found.isEmpty() ? Routing.SIMPLE : found.get(0);
    }

    private static Xml clean(Xml given) {
        return new Xml(
                given.name(),
                given.text().strip(),
                given.children().stream().map(RecordSetReader::clean).toList());
    }

    private void checkRouting(Routing routing) {
        boolean valid = switch (routing.kind()) {
            case WEIGHTED ->
                number(routing.value()).filter(weight -> weight <= MAX_WEIGHT).isPresent();
            case FAILOVER -> Set.of("PRIMARY", "SECONDARY").contains(routing.value());
            case LATENCY -> routing.value().matches("[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}");
            case MULTIVALUE -> routing.value().equals("true");
            case GEOLOCATION -> routing.element() != null && isLocation(routing.element());
            case SIMPLE -> true;
        };
        if (!valid) {
            problems.add(
                    "Value '" + routing.value() + "' of '" + routing.kind().elementName() + "' is not valid" + where);
        }
    }

    private static boolean isLocation(Xml geo) {
        Optional<String> country = geo.value("CountryCode");
        return geo.value("ContinentCode").isPresent()
                ? country.isEmpty() && geo.value("ContinentCode").orElse("").matches("AF|AN|AS|EU|OC|NA|SA")
                : country.orElse("").matches("[A-Z]{2}|\\*");
    }

    private String identifier(Routing routing) {
        Optional<String> identifier = element.value("SetIdentifier");
        if (identifier.isPresent() && routing.kind() == Routing.Kind.SIMPLE) {
            problems.add("Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer],"
                    + " but found none" + where);
        }
        if (identifier.isEmpty() && routing.kind() != Routing.Kind.SIMPLE) {
            problems.add("Missing field 'SetIdentifier'" + where);
        }
        if (identifier
                .filter(id -> id.isEmpty() || id.length() > MAX_SET_IDENTIFIER)
                .isPresent()) {
            problems.add("'SetIdentifier' must have 1 to " + MAX_SET_IDENTIFIER + " characters" + where);
        }
        return identifier.orElse("");
    }

    private @Nullable AliasTarget alias(Xml target) {
        DomainName name = name("DNSName", target);
        Optional<String> zone = target.value("HostedZoneId");
        String evaluate = target.value("EvaluateTargetHealth").orElse("");
        if (zone.isEmpty()) {
            problems.add("Missing field 'HostedZoneId'" + where);
        }
        if (!evaluate.equals("true") && !evaluate.equals("false")) {
            problems.add("Missing field 'EvaluateTargetHealth'" + where);
        } else if (evaluate.equals("true") && zone.filter(CLOUDFRONT::equals).isPresent()) {
            problems.add("'EvaluateTargetHealth' cannot be true for a CloudFront distribution" + where);
        }
        return name == null ? null : new AliasTarget(zone.orElse(""), name, evaluate.equals("true"));
    }

    private @Nullable Long ttl() {
        Optional<String> ttl = element.value("TTL");
        Long number = ttl.flatMap(RecordSetReader::number).orElse(null);
        if (ttl.isPresent() && (number == null || number > MAX_TTL)) {
            problems.add("'TTL' must be 0 to " + MAX_TTL + where);
        }
        return number;
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private List<String> values() {
        List<String> values = new ArrayList<>();
        for (Xml record : element.list("ResourceRecords", "ResourceRecord")) {
            record.value("Value").ifPresentOrElse(values::add, () -> problems.add("Missing field 'Value'" + where));
        }
        values.stream()
                .filter(value -> value.length() > MAX_VALUE)
                .forEach(value -> problems.add("'Value' is longer than " + MAX_VALUE + " characters" + where));
        if (values.size() > MAX_VALUES) {
            problems.add("Cannot have more than " + MAX_VALUES + " records in a RRSet" + where);
        }
        return values;
    }

    private void checkShape(@Nullable Long ttl, List<String> values) {
        boolean alias = element.child("AliasTarget").isPresent();
        boolean anyRecords = element.child("TTL").isPresent()
                || element.child("ResourceRecords").isPresent();
        String expected = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords],"
                + " or TrafficPolicyInstanceId], but found ";
        if (alias && anyRecords) {
            problems.add(expected + "more than one" + where);
        } else if (!alias && (ttl == null || values.isEmpty())) {
            problems.add(expected + "none" + where);
        }
    }
}
