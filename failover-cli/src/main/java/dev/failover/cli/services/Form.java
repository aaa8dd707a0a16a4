package dev.failover.cli.services;

import java.util.List;

/** The mappings of a services.yaml: where each stands, what its record calls its fields, and the keys that it knows. */
enum Form {
    FILE("", "", "services", "steering"),
    STEERING("steering.", "", "urls", "needed", "failureThreshold"),
    SERVICE("services[].", "", "name", "record", "adopt", "endpoints", "probing", "policy", "group"),
    RECORD("services[].record.", "record.", "zone", "name", "type", "ttl", "provider", "routing"),
    ENDPOINT(
            "services[].endpoints[].",
            "endpoints.",
            "name",
            "target",
            "setIdentifier",
            "check",
            "automatic",
            "checkFrom"),
    TARGET("services[].endpoints[].target.", "target.", "alias"),
    ALIAS("services[].endpoints[].target.alias.", "target.alias.", "zone", "name", "evaluateTargetHealth"),
    HTTP(
            "services[].endpoints[].check.",
            "check.",
            "kind",
            "url",
            "expectStatus",
            "expectBody",
            "expectJson",
            "expectHeaders",
            "identity",
            "measures",
            "followRedirects",
            "keepAlive",
            "auth",
            "tls"),
    ELASTICSEARCH(
            "services[].endpoints[].check.",
            "check.",
            "kind",
            "url",
            "tolerate",
            "clusterName",
            "clusterUuid",
            "indices",
            "indicators",
            "nodes",
            "canary",
            "standby",
            "traffic",
            "auth",
            "tls"),
    NODES("services[].endpoints[].check.nodes.", "check.nodes.", "min", "minData", "maxDiskPercent"),
    CANARY("services[].endpoints[].check.canary.", "check.canary.", "index", "write", "search"),
    STANDBY("services[].endpoints[].check.standby.", "check.standby.", "freshness", "indices", "writes"),
    TCP("services[].endpoints[].check.", "check.", "kind", "host", "port", "tls"),
    HAPROXY(
            "services[].endpoints[].check.",
            "check.",
            "kind",
            "url",
            "host",
            "port",
            "backend",
            "minUp",
            "frontend",
            "auth",
            "tls"),
    ROUTE53("services[].endpoints[].check.", "check.", "kind", "healthCheckId"),
    AUTH("services[].endpoints[].check.auth.", "check.auth.", "scheme", "username", "secretFrom"),
    TLS("services[].endpoints[].check.tls.", "check.tls.", "caFile", "serverName", "warnDays"),
    PROBING("services[].probing.", "probing.", "interval", "confirmInterval", "timeout"),
    POLICY(
            "services[].policy.",
            "policy.",
            "mode",
            "thresholds",
            "minLocations",
            "staleAfter",
            "coolDown",
            "failback",
            "intentTimeout",
            "marks",
            "warmUp",
            "coolDownMax",
            "emergency",
            "steadyFor",
            "flapping",
            "dataLoss",
            "fleetBrake",
            "drift",
            "rto",
            "residue",
            "gradual"),
    THRESHOLDS(
            "services[].policy.thresholds.",
            "policy.thresholds.",
            "down",
            "forgive",
            "up",
            "windowFailures",
            "windowSize"),
    FAILBACK("services[].policy.failback.", "policy.failback.", "automatic", "stableFor"),
    MARK("services[].policy.marks.NAME.", "policy.marks.", "high", "low"),
    FLAPPING("services[].policy.flapping.", "policy.flapping.", "falls", "within"),
    DATA_LOSS("services[].policy.dataLoss.", "policy.dataLoss.", "limit", "beyond"),
    RESIDUE("services[].policy.residue.", "policy.residue.", "measure", "atMost", "after"),
    GRADUAL("services[].policy.gradual.", "policy.gradual.", "shares", "every");

    private final String place;
    private final String prefix;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> keys;

    Form(String place, String prefix, String... keys) {
        this.place = place;
        this.prefix = prefix;
        this.keys = List.of(keys);
    }

    List<String> keys() {
        return keys;
    }

    /** The keys with where they stand, as the documents write them. */
    List<String> paths() {
        return keys.stream().map(key -> place + key).toList();
    }

    /** A record's message without what stands before the field's name. */
    String withoutPrefix(String message) {
        String field = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        // The record calls a service's name after what it names.
        return this == SERVICE ? field.replaceFirst("^service ", "name ") : field;
    }
}
