package dev.failover.event;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of every type, with every field set: what the golden files hold. */
final class Samples {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final DnsRecord RECORD =
            new DnsRecord("Z0123456789ABC", "es.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30));
    private static final DnsRecord WEIGHTED = new DnsRecord(
            "Z0123456789ABC",
            "es.example.com",
            DnsRecord.RecordType.A,
            Duration.ofSeconds(30),
            DnsRecord.Provider.STEERING,
            DnsRecord.Routing.WEIGHTED);
    private static final List<LocationVote> VOTES = List.of(
            new LocationVote("primary", "eu-west-1a", Vote.DOWN), new LocationVote("primary", "eu-west-1b", Vote.DOWN));

    private Samples() {}

    static Map<EventType, Event> all() {
        return Map.of(
                EventType.SERVICE, service(),
                EventType.OBSERVATION, observation(),
                EventType.TRANSITION, transition(),
                EventType.STATE, state(),
                EventType.DECISION, decision(),
                EventType.CHANGE, change(),
                EventType.COMMAND, command(),
                EventType.STEERING, steering());
    }

    static ServiceSpec service() {
        Check primary = new Check.Elasticsearch(
                URI.create("https://es-a.internal:9200"),
                Check.Elasticsearch.Colour.YELLOW,
                "prod-a",
                new Check.Auth(Check.Auth.Scheme.API_KEY, null, "env:ES_API_KEY"),
                new Check.Tls("-----BEGIN CERTIFICATE-----", "es.internal", 30),
                List.of("orders", "logs-*"),
                "Dm8ZXVbUTLm-3RhNHNBGhg",
                List.of("master_is_stable", "shards_availability"),
                new Check.Elasticsearch.Nodes(3, 2, 85),
                new Check.Elasticsearch.Canary("canary", true, false),
                new Check.Elasticsearch.Standby(Check.Elasticsearch.Standby.Freshness.CCR, List.of("orders"), false),
                true);
        Check secondary = new Check.Http(
                URI.create("https://es-b.internal:9200/"),
                List.of(200),
                "cluster",
                null,
                null,
                Map.of("/status", "ok"),
                Map.of("cache-control", "no-store"),
                Map.of("x-site", "b"),
                2,
                Duration.ofSeconds(30),
                Map.of("sessions", "/connections/active"));
        Check fourth = new Check.Haproxy(
                URI.create("https://lb-d.internal:8404/stats"), "lb-d.internal", 8404, "search", 2, null, null, "www");
        Check third = new Check.Tcp("es-c.internal", 9200, null);
        return new ServiceSpec(
                "search",
                RECORD,
                false,
                List.of(
                        new Endpoint("primary", Target.of("10.0.1.10"), primary),
                        new Endpoint("secondary", Target.of("10.0.2.10", "10.0.2.11"), secondary),
                        new Endpoint(
                                "third",
                                new Target(List.of(), new Target.Alias("Z26RNL4JYFTOTI", "nlb.example.net", false)),
                                third,
                                false),
                        new Endpoint(
                                "fourth",
                                Target.of("10.0.4.10"),
                                fourth,
                                true,
                                Map.of("aws", new Check.Route53("0e1f2a3b-4c5d-6e7f-8091-a2b3c4d5e6f7")))),
                Probing.DEFAULT,
                policy(),
                "search-sites");
    }

    private static Policy policy() {
        return new Policy(
                Policy.Mode.AUTO,
                Policy.Thresholds.DEFAULT,
                2,
                Duration.ofSeconds(10),
                Duration.ofMinutes(5),
                Policy.Failback.MANUAL,
                Duration.ofMinutes(1),
                Map.of("latencyMillis", new Policy.Mark(800, 400)),
                Duration.ofSeconds(20),
                Duration.ofHours(2),
                false,
                Duration.ofSeconds(15),
                new Policy.Flapping(4, Duration.ofMinutes(20)),
                new Policy.DataLoss(Duration.ofSeconds(60), Policy.DataLoss.Beyond.ASK),
                Policy.FleetBrake.AUTHORISED,
                Policy.Drift.ADOPT,
                Duration.ofMinutes(5),
                new Policy.Residue("sessions", 3, Duration.ofMinutes(5)),
                null);
    }

    static Observation observation() {
        return new Observation(
                "search",
                "primary",
                "eu-west-1a",
                "5f0c",
                17,
                NOON,
                Duration.ofMillis(12),
                Observation.Outcome.FAIL,
                Observation.FailureClass.CLUSTER_RED,
                "the cluster prod-a is red",
                "10.0.1.10:9200",
                Map.of("lagSeconds", 2.5),
                "its indices are read-only");
    }

    private static HealthTransition transition() {
        return new HealthTransition(
                "search", "primary", Verdict.UP, Verdict.DOWN, VOTES, "primary is DOWN in 2 of 2 locations", NOON);
    }

    private static ServiceState state() {
        return new ServiceState(
                "search",
                NOON,
                Policy.Mode.AUTO,
                "primary",
                3,
                List.of(new ServiceState.EndpointState(
                        "primary",
                        Verdict.DOWN,
                        NOON,
                        NOON.minusSeconds(3),
                        List.of(new ServiceState.LocationState(
                                "eu-west-1a",
                                Vote.DOWN,
                                3,
                                0,
                                7,
                                10,
                                "5f0c",
                                17,
                                NOON,
                                NOON,
                                NOON.minusSeconds(3),
                                true,
                                List.of("latencyMillis"),
                                "CLUSTER_RED",
                                "its indices are read-only",
                                Duration.ofMillis(12),
                                2)),
                        List.of(NOON.minusSeconds(600)),
                        new ServiceState.Lag(Duration.ofSeconds(2), NOON),
                        new ServiceState.Residue(
                                "sessions",
                                3,
                                NOON.minusSeconds(400),
                                NOON.minusSeconds(100),
                                ServiceState.Residue.Status.PARTIALLY_EFFECTIVE,
                                NOON.minusSeconds(100),
                                42.0,
                                NOON.minusSeconds(1),
                                "eu-west-1a",
                                0))),
                new ServiceState.Intent(
                        "search-4",
                        4,
                        Decision.Kind.FAILOVER,
                        "primary",
                        "secondary",
                        "primary is DOWN",
                        false,
                        NOON.minusSeconds(3),
                        NOON,
                        NOON,
                        25),
                new ServiceState.CoolDown(NOON, NOON.plusSeconds(300), Decision.Kind.FAILOVER, true),
                term(),
                new ServiceState.Refusal("search-3", "HUMAN_EDIT", NOON.plusSeconds(60), "primary"),
                new ServiceState.Order("secondary", true, "ana", "drill", NOON, NOON.plusSeconds(60), true),
                "the order was carried out",
                NOON.minusSeconds(86_400),
                new ServiceState.Pin("secondary", term()),
                Map.of("third", term()),
                new ServiceState.Brake("brake-1", "40 of 100 services turned DOWN within 60 s", NOON, true),
                decision(),
                new ServiceState.Explanation(
                        "IN_FLIGHT", NOON, "the name is moving", List.of("one decision at a time"), "a confirmation"),
                new ServiceState.Shift("secondary", 5, Decision.Kind.MANUAL, "ordered by ana: drill", NOON));
    }

    private static ServiceState.Term term() {
        return new ServiceState.Term(NOON.plusSeconds(60), "ana", "maintenance");
    }

    private static Decision decision() {
        return new Decision(
                "search",
                "search-4",
                4,
                Decision.Kind.MANUAL,
                "primary",
                "secondary",
                "ordered by ana: drill",
                VOTES,
                false,
                false,
                WEIGHTED,
                Map.of(
                        "primary",
                        Target.of("10.0.1.10"),
                        "secondary",
                        Target.of("10.0.2.10").inSet("blue")),
                "1f9a03bc",
                NOON.minusSeconds(3),
                NOON,
                25);
    }

    private static DnsChange change() {
        return new DnsChange(
                "search",
                "search-4",
                4,
                DnsChange.Status.VERIFIED,
                "secondary",
                "es.example.com A",
                List.of("10.0.1.10"),
                List.of("10.0.2.10"),
                "4 of 4 name servers answer as planned",
                "C0123",
                List.of("ns-1.example.net"),
                new DnsChange.Timings(
                        NOON.minusSeconds(3), NOON, NOON.plusMillis(200), NOON.plusSeconds(20), NOON.plusSeconds(21)),
                NOON.plusSeconds(21),
                new DnsChange.Part("third", 25));
    }

    private static Command command() {
        return new Command(
                "search",
                "c-1",
                Command.Kind.PAUSE,
                "primary",
                true,
                NOON.plusSeconds(60),
                "ana",
                "upgrade",
                NOON,
                true);
    }

    private static Steering steering() {
        return new Steering(
                "search",
                "failover",
                4,
                "search-4",
                "secondary",
                Target.of("10.0.2.10").inSet("blue"),
                WEIGHTED,
                NOON);
    }
}
