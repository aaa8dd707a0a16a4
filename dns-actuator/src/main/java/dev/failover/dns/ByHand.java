package dev.failover.dns;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Drifted;
import dev.failover.dns.plan.Drifts;
import dev.failover.dns.plan.Fence;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.rfc2136.Rfc2136Provider;
import dev.failover.dns.rfc2136.Rfc2136Settings;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsRecord;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One name, changed by a person: the actuator's own reading, planning and compare-and-swap, with no Kafka and no other
 * process. Blocks; a name that is steered has its position in Kafka and is refused.
 */
public final class ByHand implements AutoCloseable {

    /** How often the zone is looked at anew when a change's outcome is not known. */
    private static final int LOOKS = 3;

    private static final int LONGEST_USER = 40;
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ServiceSpec spec;
    private final String owner;
    private final DnsProvider provider;
    private final AuthoritativeServers servers;
    private final Planner planner;
    private final Clock clock = Clock.systemUTC();

    private ByHand(ServiceSpec spec, ByHandSettings settings, DnsProvider provider) {
        this.spec = spec;
        this.owner = settings.owner();
        this.provider = provider;
        this.servers = new AuthoritativeServers(provider, settings.nameServers());
        this.planner = new Planner(owner);
    }

    /**
     * Opens the provider of a service's record.
     *
     * @throws IllegalArgumentException when the record is steered, or its provider is not set up
     */
    public static ByHand open(ServiceSpec spec, ByHandSettings settings) {
        DnsProvider provider = switch (spec.record().provider()) {
            case ROUTE_53 -> new Route53Provider(settings.aws());
            case RFC_2136 ->
                new Rfc2136Provider(settings.rfc2136()
                        .orElseThrow(() -> new IllegalArgumentException(
                                spec.record().name() + " is moved by dynamic updates: set " + Rfc2136Settings.NAMES)));
            case STEERING -> throw new IllegalArgumentException(steered(spec));
        };
        return new ByHand(spec, settings, provider);
    }

    private static String steered(ServiceSpec spec) {
        return spec.record().name() + " is steered: its position is in Kafka and not in the zone. With Kafka, `failover"
                + " failover " + spec.service() + " --to ENDPOINT --reason TEXT` moves it; once Route 53's API answers,"
                + " `failover steering settle " + spec.service() + " -f FILE` writes the position into the zone. See"
                + " docs/steering.md";
    }

    /** Reads the zone and asks its name servers; changes nothing. */
    public Sight look() {
        Found found = find();
        Planned claimed =
                planner.plan(decision(found, Decision.Kind.CLAIM, null, "a look by hand", "look", true), found);
        List<String> problems = new ArrayList<>();
        Optional<String> endpoint = holder(claimed, found, problems);
        drift(found).filter(drifted -> problems.isEmpty()).ifPresent(drifted -> problems.add(drifted.what()));
        if (found.record().isPresent()
                && found.fence().isEmpty()
                && found.oddity().isEmpty()) {
            problems.add(spec.record().name() + " carries no fence: no service moves it, unless told to adopt it");
        }
        fence(found)
                .filter(fence -> spec.endpoint(fence.target()).isEmpty())
                .ifPresent(fence -> problems.add(
                        "the fence names endpoint " + fence.target() + ", which is not one of the service's"));
        List<Sight.Server> said = ask(found, problems);
        return new Sight(found, endpoint, said, problems, remarks(found));
    }

    private static Optional<String> holder(Planned claimed, Found found, List<String> problems) {
        if (claimed instanceof Planned.Refused refused) {
            problems.add(refused.reason());
            return Optional.empty();
        } else if (found.record().isEmpty()) {
            problems.add("the record does not exist");
            return Optional.empty();
        }
        return Optional.of(
                claimed instanceof Planned.Done done
                        ? done.endpoint()
                        : ((Planned.Change) claimed).plan().endpoint());
    }

    private Optional<Drifted> drift(Found found) {
        return new Drifts(owner).judge(spec, found, clock.instant());
    }

    private static Optional<Fence> fence(Found found) {
        return found.fence().flatMap(FenceSnapshot::fence);
    }

    private List<String> remarks(Found found) {
        List<String> remarks = new ArrayList<>();
        found.record().flatMap(RecordSnapshot::caveat).ifPresent(remarks::add);
        found.record().map(RecordSnapshot::sets).orElse(List.of()).stream()
                .map(RecordSet::ttl)
                .filter(ttl -> ttl != null && !ttl.equals(spec.record().ttl()))
                .distinct()
                .forEach(ttl -> remarks.add("the TTL in the zone is " + ttl.toSeconds() + " s, the specification says "
                        + spec.record().ttl().toSeconds() + " s"));
        fence(found)
                .filter(fence -> Decision.isByHand(fence.decision()))
                .ifPresent(fence ->
                        remarks.add("the last move was by hand; no claim of the services has fenced it anew yet"));
        return remarks;
    }

    private List<Sight.Server> ask(Found found, List<String> problems) {
        List<Sight.Server> said;
        try {
            said = servers.said(spec.record());
        } catch (DnsProviderException e) {
            problems.add("the name servers cannot be asked: " + e.getMessage());
            return List.of();
        }
        said.forEach(
                server -> server.silence().ifPresent(why -> problems.add(server.name() + " does not answer: " + why)));
        Optional<RecordSnapshot> record =
                found.record().filter(each -> each.answering().isPresent());
        if (record.isPresent() && found.fence().isPresent()) {
            NameServers.Answer answer =
                    servers.ask(spec.record(), record.get(), found.fence().get());
            problems.addAll(answer.otherwise());
        }
        return said;
    }

    /**
     * Plans a move from what the zone holds now; changes nothing.
     *
     * @param by who moves it
     * @param adopt whether a record without a fence may be taken over
     */
    public Planned plan(String to, String by, String reason, boolean adopt) {
        Found found = find();
        return planner.plan(decision(found, Decision.Kind.MANUAL, to, reason, by, adopt), found);
    }

    private Decision decision(
            Found found, Decision.Kind kind, @Nullable String to, String reason, String by, boolean adopt) {
        Instant now = clock.instant();
        Map<String, Target> targets = new LinkedHashMap<>();
        spec.endpoints().forEach(endpoint -> targets.put(endpoint.name(), endpoint.target()));
        return new Decision(
                spec.service(),
                Decision.BY_HAND + AT.format(now) + "-" + inFence(by),
                fence(found).map(Fence::epoch).orElse(0L) + 1,
                kind,
                fence(found).map(Fence::target).orElse(null),
                to,
                reason,
                List.of(),
                false,
                adopt,
                spec.record(),
                targets,
                spec.version(),
                null,
                now);
    }

    /** A fence's words have no blanks. */
    private static String inFence(String user) {
        String word = user.replaceAll("[^A-Za-z0-9._-]+", "-");
        return word.substring(0, Math.min(word.length(), LONGEST_USER));
    }

    /**
     * Carries a plan out as it was shown, or not at all, and follows it to the name servers.
     *
     * @param limit how long it is followed
     * @param say told of each step, in a sentence
     * @return VERIFIED; FAILED when it may have been done, and is not confirmed; REFUSED when nothing was changed
     */
    public DnsChange carryOut(Plan plan, Duration limit, Consumer<String> say) {
        Optional<String> changeId;
        try {
            changeId = applied(plan, say);
        } catch (DnsProviderException e) {
            boolean unknown = e.kind() == Kind.UNCERTAIN;
            return change(
                    plan,
                    unknown ? DnsChange.Status.FAILED : DnsChange.Status.REFUSED,
                    e.getMessage(),
                    List.of(),
                    new Times(null, null));
        }
        return followed(plan, changeId, clock.instant(), limit, say);
    }

    /**
     * The provider's id of the change; empty when the answer that had it was lost.
     *
     * @throws DnsProviderException when it was not done, or nobody knows
     */
    private Optional<String> applied(Plan plan, Consumer<String> say) {
        boolean maybeDone = false;
        for (int look = 1; ; look++) {
            try {
                String changeId = retries().writing(() -> provider.apply(List.of(plan)));
                say.accept("accepted by " + spec.record().provider() + ": " + changeId);
                return Optional.of(changeId);
            } catch (DnsProviderException e) {
                maybeDone |= e.kind() == Kind.UNCERTAIN;
                Kind known = maybeDone ? Kind.UNCERTAIN : e.kind();
                if ((e.kind() != Kind.UNCERTAIN && e.kind() != Kind.CONFLICT) || look == LOOKS) {
                    throw new DnsProviderException(known, e.getMessage(), e);
                }
                say.accept(e.getMessage() + "; the zone is read again");
                if (isInZone(plan, known)) {
                    say.accept("the fence in the zone is ours: it was carried out");
                    return Optional.empty();
                }
            }
        }
    }

    /**
     * Whether the zone has it by now.
     *
     * @param known what is known of the outcome
     * @throws DnsProviderException when the zone is neither as it was read nor as it was planned, or cannot be read
     */
    private boolean isInZone(Plan plan, Kind known) {
        Planned now;
        try {
            now = planner.plan(plan.decision(), find());
        } catch (DnsProviderException e) {
            throw new DnsProviderException(known, "the zone cannot be read again: " + e.getMessage(), e);
        }
        if (!(now instanceof Planned.Done) && !now.equals(new Planned.Change(plan))) {
            throw new DnsProviderException(
                    known,
                    "somebody changed " + spec.record().name() + " or its fence after it was read; look again with"
                            + " `failover dns show`");
        }
        return now instanceof Planned.Done;
    }

    /** When it got so far. */
    private record Times(
            @Nullable Instant acceptedAt, @Nullable Instant insyncAt) {}

    private DnsChange followed(
            Plan plan, Optional<String> changeId, Instant acceptedAt, Duration limit, Consumer<String> say) {
        Instant end = acceptedAt.plus(limit);
        Times times = new Times(acceptedAt, null);
        String why = inSync(changeId, end, say);
        if (why.isEmpty()) {
            times = new Times(acceptedAt, clock.instant());
            NameServers.Answer answer = agreed(plan, end);
            why = String.join("; ", answer.otherwise().isEmpty() ? answer.silent() : answer.otherwise());
            if (why.isEmpty()) {
                say.accept(
                        answer.nobodyAsked()
                                ? "no name server was asked"
                                : "answered as planned by " + String.join(", ", answer.asPlanned()));
                String reason = plan.decision().reason() + " ("
                        + answer.asPlanned().size() + " name servers answer with " + plan.endpoint() + ")";
                return change(plan, DnsChange.Status.VERIFIED, reason, answer.asPlanned(), times);
            }
        }
        String reason = "not confirmed within " + limit.toSeconds() + " s: " + why;
        return change(plan, DnsChange.Status.FAILED, reason, List.of(), times);
    }

    /** Why it is not in sync in time; empty when it is, or when nobody but the name servers can tell. */
    private String inSync(Optional<String> changeId, Instant end, Consumer<String> say) {
        if (changeId.isEmpty()) {
            return "";
        }
        String id = changeId.get();
        DnsProvider.Progress progress = until(
                end,
                () -> {
                    try {
                        return provider.progress(spec.record(), id);
                    } catch (DnsProviderException e) {
                        // The name servers tell, too.
                        say.accept("the provider does not tell: " + e.getMessage());
                        return DnsProvider.Progress.UNTOLD;
                    }
                },
                each -> each != DnsProvider.Progress.PENDING);
        return switch (progress) {
            case PENDING -> id + " is pending";
            case INSYNC -> {
                say.accept("in sync: at every name server of the provider");
                yield "";
            }
            case UNKNOWN, UNTOLD -> "";
        };
    }

    private NameServers.Answer agreed(Plan plan, Instant end) {
        return until(
                end,
                () -> servers.ask(spec.record(), plan.after(), plan.fenceAfter()),
                answer -> answer.otherwise().isEmpty() && answer.silent().isEmpty());
    }

    /** Asks until it is enough, at growing intervals, once at least. */
    private <T> T until(Instant end, Supplier<T> ask, java.util.function.Predicate<T> enough) {
        Duration wait = FIRST_WAIT;
        T answer = ask.get();
        while (!enough.test(answer) && clock.instant().plus(wait).isBefore(end)) {
            try {
                Thread.sleep(wait.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            answer = ask.get();
        }
        return answer;
    }

    private DnsChange change(Plan plan, DnsChange.Status status, String reason, List<String> answered, Times times) {
        Decision decision = plan.decision();
        boolean refused = status == DnsChange.Status.REFUSED;
        Instant now = clock.instant();
        return new DnsChange(
                decision.service(),
                decision.id(),
                decision.epoch(),
                status,
                status == DnsChange.Status.VERIFIED ? plan.endpoint() : null,
                decision.record().name() + " " + decision.record().type(),
                plan.shownBefore(),
                refused ? plan.shownBefore() : plan.after().shown(),
                reason,
                null,
                answered,
                new DnsChange.Timings(
                        null,
                        decision.decidedAt(),
                        times.acceptedAt(),
                        times.insyncAt(),
                        status == DnsChange.Status.VERIFIED ? now : null),
                now);
    }

    /**
     * The fence that {@link #release} would remove.
     *
     * @throws IllegalStateException when there is none, or it is not ours
     */
    public FenceSnapshot releasable() {
        Found found = find();
        FenceSnapshot snapshot = found.fence()
                .orElseThrow(() -> new IllegalStateException(found.oddity()
                        .orElse(spec.record().name() + " carries no fence: there is nothing to release")));
        String name = spec.record().fenceName();
        Fence fence = snapshot.fence()
                .orElseThrow(
                        () -> new IllegalStateException(name + " holds '" + snapshot.text() + "', which is no fence"));
        if (!fence.owner().equals(owner)) {
            throw new IllegalStateException(name + " is the fence of owner " + fence.owner() + ", not of " + owner);
        } else if (!fence.service().equals(spec.service())) {
            throw new IllegalStateException(name + " is the fence of service " + fence.service());
        }
        return snapshot;
    }

    /**
     * Deletes exactly this fence; the record stays.
     *
     * @throws DnsProviderException when it is another by now, or nobody knows
     */
    public void release(FenceSnapshot fence) {
        try {
            String unused = retries().writing(() -> provider.removeFence(spec.record(), fence));
        } catch (DnsProviderException e) {
            boolean gone = e.kind() == Kind.UNCERTAIN && find().fence().isEmpty();
            if (!gone) {
                throw e;
            }
        }
    }

    private Found find() {
        return retries().reading(() -> provider.find(spec.record()));
    }

    private static Retries retries() {
        return new Retries(
                Retries.BUDGET, System::nanoTime, Thread::sleep, new ActuatorMetrics(new SimpleMeterRegistry()));
    }

    /** The record that is worked on. */
    public DnsRecord record() {
        return spec.record();
    }

    @Override
    public void close() {
        provider.close();
    }
}
