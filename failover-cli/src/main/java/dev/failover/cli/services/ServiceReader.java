package dev.failover.cli.services;

import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.service.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one service. */
final class ServiceReader {

    private static final Duration LONG_TTL = Duration.ofMinutes(5);

    /** To see the failure, to decide and to change the record. */
    private static final Duration BEFORE_DNS = Duration.ofSeconds(60);

    private static final DnsRecord STAND_IN_RECORD =
            new DnsRecord("Z0STANDIN", "stand-in.invalid", DnsRecord.RecordType.A, Duration.ofSeconds(30));
    private static final List<Endpoint> STAND_IN_ENDPOINTS = List.of(
            new Endpoint("stand-in-1", Target.of("192.0.2.1"), CheckReader.STAND_IN),
            new Endpoint("stand-in-2", Target.of("192.0.2.2"), CheckReader.STAND_IN));

    private final Problems problems;
    private final EndpointReader endpoints;
    private final PolicyReader policies;

    /**
     * A reader.
     *
     * @param folder where the file lies
     */
    ServiceReader(Path folder, Problems problems) {
        this.problems = problems;
        this.endpoints = new EndpointReader(problems, new CheckReader(folder, problems));
        this.policies = new PolicyReader(problems);
    }

    /** The service, where all of it is right. */
    Optional<ServiceSpec> read(Value at) {
        int before = problems.errors();
        Optional<ServiceSpec> read = Fields.read(at, Form.SERVICE, problems, Optional.empty(), this::service);
        return read.filter(spec -> problems.errors() == before);
    }

    private Optional<ServiceSpec> service(Fields in) {
        in.mustHave("name", "record", "endpoints");
        Field<String> name = in.text("name", "stand-in");
        Field<Boolean> adopt = in.flag("adopt", false);
        int before = problems.errors();
        DnsRecord record = in.nested("record", Form.RECORD, STAND_IN_RECORD, this::record);
        boolean sound = in.value("record").isPresent() && problems.errors() == before;
        List<Endpoint> all = in.value("endpoints")
                .map(list -> endpoints(list, record, sound))
                .orElse(STAND_IN_ENDPOINTS);
        Probing probing = in.nested("probing", Form.PROBING, Probing.DEFAULT, policies::probing);
        Policy policy = in.nested("policy", Form.POLICY, Policy.DEFAULT, policies::policy);
        Field<Optional<String>> group = in.optionalText("group");
        warnOfTimes(in, record, all, probing, policy);
        warnOfLoss(in, all, policy);
        refuseShortRto(in, record, all, policy);
        Policy allowed = gradualWhereItCan(in, record, sound, policy);
        new ResidueRules(problems, in).judge(record, all == STAND_IN_ENDPOINTS ? List.of() : all, policy);
        DnsRecord judged = all == STAND_IN_ENDPOINTS ? STAND_IN_RECORD : record;
        return in.build(
                Optional.empty(),
                () -> Optional.of(new ServiceSpec(
                        name.get(),
                        judged,
                        adopt.get(),
                        all,
                        probing,
                        allowed,
                        group.get().orElse(null))));
    }

    private DnsRecord record(Fields in) {
        in.mustHave("zone", "name", "type", "ttl");
        Field<String> zone = in.text("zone", STAND_IN_RECORD.zone());
        Field<String> name = in.text("name", STAND_IN_RECORD.name());
        Field<DnsRecord.RecordType> type = in.choice("type", STAND_IN_RECORD.type(), Enum::name);
        Field<Duration> ttl = in.duration("ttl", STAND_IN_RECORD.ttl());
        Field<DnsRecord.Provider> provider = in.choice("provider", STAND_IN_RECORD.provider(), Words::of);
        Field<DnsRecord.Routing> routing = in.choice("routing", STAND_IN_RECORD.routing(), Words::of);
        return in.build(
                STAND_IN_RECORD,
                () -> new DnsRecord(zone.get(), name.get(), type.get(), ttl.get(), provider.get(), routing.get()));
    }

    /**
     * The endpoints as they are where nothing is wrong with one of them; else stand-ins, unless there are too few or too
     * many, which the service's own rule says best.
     */
    private List<Endpoint> endpoints(Value list, DnsRecord record, boolean sound) {
        if (!list.isList()) {
            problems.wrong(list, "must be a list" + list.was());
            return STAND_IN_ENDPOINTS;
        }
        int before = problems.errors();
        List<Endpoint> all = new ArrayList<>();
        List<Endpoint> different = new ArrayList<>();
        for (Value item : list.items()) {
            Fields.read(item, Form.ENDPOINT, problems, all, in -> {
                int mine = problems.errors();
                Endpoint endpoint = endpoints.read(in, Optional.of(record).filter(r -> sound));
                all.add(endpoint);
                if (problems.errors() == mine && sound) {
                    addIfDifferent(in, endpoint, different, record);
                }
                return all;
            });
        }
        boolean countIsWrong = list.items().size() < 2 || list.items().size() > most(record);
        return countIsWrong || (sound && problems.errors() == before) ? all : STAND_IN_ENDPOINTS;
    }

    private static int most(DnsRecord record) {
        return record.routing() == DnsRecord.Routing.FAILOVER
                ? ServiceSpec.MAX_FAILOVER_ENDPOINTS
                : ServiceSpec.MAX_ENDPOINTS;
    }

    /** Each endpoint is added to those before it, so that what the service's rules refuse is known to be this one. */
    private static void addIfDifferent(Fields in, Endpoint endpoint, List<Endpoint> different, DnsRecord record) {
        if (different.size() == most(record)) {
            return;
        }
        List<Endpoint> more = new ArrayList<>(different);
        more.add(endpoint);
        try {
            if (more.size() > 1) {
                ServiceSpec unused = new ServiceSpec("stand-in", record, false, more, Probing.DEFAULT, Policy.DEFAULT);
            }
            different.add(endpoint);
        } catch (IllegalArgumentException e) {
            in.refuse(String.valueOf(e.getMessage()));
        }
    }

    /** What can be used, and will surprise. */
    private void warnOfTimes(Fields in, DnsRecord record, List<Endpoint> all, Probing probing, Policy policy) {
        boolean usesTtl = all.stream().anyMatch(e -> e.target().aliasTarget().isEmpty());
        if (usesTtl && record.ttl().compareTo(LONG_TTL) > 0) {
            in.value("record")
                    .flatMap(at -> at.below("ttl"))
                    .ifPresent(at -> problems.warn(
                            at,
                            "is long: resolvers may give the old answer for " + Durations.text(record.ttl())
                                    + " after a move; 60s or less is usual"));
        }
        Duration oneCheck = probing.interval().plus(probing.timeout());
        if (policy.staleAfter().compareTo(oneCheck) < 0) {
            Value at = in.value("policy")
                    .flatMap(p -> p.below("staleAfter"))
                    .or(() -> in.value("probing"))
                    .orElse(in.at());
            problems.warn(
                    at,
                    "lets votes expire: policy.staleAfter " + Durations.text(policy.staleAfter())
                            + " is shorter than probing.interval and probing.timeout together, "
                            + Durations.text(oneCheck));
        }
    }

    /** Scenario 56: however quickly the record is changed, resolvers keep the old answer for its TTL. */
    private void refuseShortRto(Fields in, DnsRecord record, List<Endpoint> all, Policy policy) {
        boolean usesTtl = all.stream().anyMatch(e -> e.target().aliasTarget().isEmpty());
        Duration least = (usesTtl ? record.ttl() : Target.Alias.TTL).plus(BEFORE_DNS);
        if (policy.rto() != null && policy.rto().compareTo(least) < 0) {
            in.value("policy")
                    .flatMap(at -> at.below("rto"))
                    .ifPresent(at -> problems.wrong(
                            at, "must be at least the record's TTL and 60s, " + Durations.text(least) + at.was()));
        }
    }

    /** The weights of a record's sets are what makes shares of its answers. */
    private Policy gradualWhereItCan(Fields in, DnsRecord record, boolean sound, Policy policy) {
        boolean weighted =
                record.routing() == DnsRecord.Routing.WEIGHTED && record.provider() == DnsRecord.Provider.ROUTE_53;
        if (policy.gradual() == null || (sound && weighted)) {
            return policy;
        }
        if (sound) {
            in.value("policy")
                    .flatMap(at -> at.below("gradual"))
                    .ifPresent(at -> problems.wrong(
                            at,
                            "needs record.routing weighted and provider route53, was routing "
                                    + Words.of(record.routing()) + " and provider " + Words.of(record.provider())));
        }
        return policy.withoutGradual();
    }

    /** A cluster that was left behind comes back with the data that it had then. */
    private void warnOfLoss(Fields in, List<Endpoint> all, Policy policy) {
        boolean keepsData = all.stream().anyMatch(e -> e.check() instanceof Check.Elasticsearch);
        if (keepsData && policy.failback().automatic() && policy.dataLoss() == null) {
            in.value("policy")
                    .flatMap(p -> p.below("failback"))
                    .ifPresent(at -> problems.warn(
                            at,
                            "returns the name by itself to a cluster whose data may be behind: set policy.dataLoss,"
                                    + " or leave failback manual"));
        }
    }
}
