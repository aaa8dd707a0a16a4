package dev.failover.awslocal.route53;

import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The rules of a health check's settings: what is required by type, the ranges, and Route 53's defaults. */
final class HealthCheckConfig {

    /** Where Route 53 has checkers. */
    static final List<String> REGIONS = List.of(
            "us-east-1",
            "us-west-1",
            "us-west-2",
            "eu-west-1",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-northeast-1",
            "sa-east-1");

    static final Set<String> ENDPOINT_TYPES = Set.of("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP");
    private static final Set<String> OTHER_TYPES = Set.of("CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL");
    private static final Set<String> UPDATABLE = Set.of(
            "IPAddress",
            "Port",
            "ResourcePath",
            "FullyQualifiedDomainName",
            "SearchString",
            "FailureThreshold",
            "Inverted",
            "Disabled",
            "HealthThreshold",
            "ChildHealthChecks",
            "EnableSNI",
            "Regions",
            "AlarmIdentifier",
            "InsufficientDataHealthStatus");
    private static final Map<String, String> RESETS = Map.of(
            "ChildHealthChecks", "ChildHealthChecks",
            "FullyQualifiedDomainName", "FullyQualifiedDomainName",
            "Regions", "Regions",
            "ResourcePath", "ResourcePath");
    private static final int MAX_CHILDREN = 255;
    private static final int MIN_REGIONS = 3;

    private final Map<String, Xml> fields = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private HealthCheckConfig(Xml config) {
        config.children().forEach(field -> fields.put(field.name(), field));
    }

    /** The settings with defaults filled in, or InvalidInput with everything that is wrong. */
    static Xml complete(Xml given, Predicate<String> exists) {
        return new HealthCheckConfig(given).checked(exists);
    }

    /** The settings with an UpdateHealthCheck request's fields laid over them. */
    static Xml updated(Xml config, Xml request, Predicate<String> exists) {
        HealthCheckConfig updated = new HealthCheckConfig(config);
        request.list("ResetElements", "ResettableElementName")
                .forEach(reset ->
                        updated.fields.remove(RESETS.getOrDefault(reset.text().strip(), "")));
        request.children().stream()
                .filter(field -> UPDATABLE.contains(field.name()))
                .forEach(field -> updated.fields.put(field.name(), field));
        return updated.checked(exists);
    }

    private Xml checked(Predicate<String> exists) {
        String type = text("Type");
        if (ENDPOINT_TYPES.contains(type)) {
            checkEndpoint(type);
        } else if (!OTHER_TYPES.contains(type)) {
            problems.add("Type '" + type + "' is not a health check type");
        }
        if (type.equals("CALCULATED")) {
            checkCalculated(exists);
        }
        if (type.equals("CLOUDWATCH_METRIC") && !fields.containsKey("AlarmIdentifier")) {
            problems.add("AlarmIdentifier is required for " + type);
        }
        byDefault("Inverted", "false");
        byDefault("Disabled", "false");
        checkFlags();
        if (!problems.isEmpty()) {
            throw new AwsException(400, "InvalidInput", "Invalid request: " + String.join(", ", problems));
        }
        return Xml.of("HealthCheckConfig", List.copyOf(fields.values()));
    }

    private void checkEndpoint(String type) {
        if (!fields.containsKey("IPAddress") && !fields.containsKey("FullyQualifiedDomainName")) {
            problems.add("IPAddress or FullyQualifiedDomainName is required for " + type);
        }
        if (type.endsWith("_STR_MATCH") == text("SearchString").isEmpty()) {
            problems.add("SearchString is required for, and only for, types with string matching");
        }
        if (text("SearchString").length() > 255) {
            problems.add("SearchString has more than 255 characters");
        }
        if (type.equals("TCP") && !fields.containsKey("Port")) {
            problems.add("Port is required for TCP");
        }
        byDefault("Port", type.startsWith("HTTPS") ? "443" : "80");
        byDefault("RequestInterval", "30");
        byDefault("FailureThreshold", "3");
        byDefault("MeasureLatency", "false");
        byDefault("EnableSNI", Boolean.toString(type.startsWith("HTTPS")));
        range("Port", 1, 65_535);
        range("FailureThreshold", 1, 10);
        if (!Set.of("10", "30").contains(text("RequestInterval"))) {
            problems.add("RequestInterval must be 10 or 30");
        }
        checkRegions();
    }

    private void checkRegions() {
        List<String> chosen = fields.containsKey("Regions")
                ? fields.get("Regions").named("Region").stream()
                        .map(region -> region.text().strip())
                        .toList()
                : REGIONS;
        if (chosen.stream().distinct().count() < MIN_REGIONS || !REGIONS.containsAll(chosen)) {
            problems.add("Regions must be " + MIN_REGIONS + " or more of " + String.join(" ", REGIONS));
        }
    }

    private void checkCalculated(Predicate<String> exists) {
        List<Xml> children = fields.containsKey("ChildHealthChecks")
                ? fields.get("ChildHealthChecks").children()
                : List.of();
        if (children.size() > MAX_CHILDREN) {
            problems.add("ChildHealthChecks has more than " + MAX_CHILDREN + " members");
        }
        children.stream()
                .map(child -> child.text().strip())
                .filter(exists.negate())
                .forEach(child -> problems.add("ChildHealthChecks names " + child + ", which does not exist"));
        byDefault("HealthThreshold", "0");
        range("HealthThreshold", 0, 256);
    }

    private void checkFlags() {
        for (String flag : List.of("Inverted", "Disabled", "MeasureLatency", "EnableSNI")) {
            if (fields.containsKey(flag) && !Set.of("true", "false").contains(text(flag))) {
                problems.add(flag + " must be true or false");
            }
        }
    }

    private void range(String field, int low, int high) {
        String value = text(field);
        if (!value.matches("[0-9]{1,6}") || Integer.parseInt(value) < low || Integer.parseInt(value) > high) {
            problems.add(field + " must be " + low + " to " + high);
        }
    }

    private void byDefault(String field, String value) {
        fields.putIfAbsent(field, Xml.text(field, value));
    }

    private String text(String field) {
        Xml value = fields.get(field);
        return value == null ? "" : value.text().strip();
    }
}
