package dev.failover.simulation;

import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.RecordSet;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Target;
import dev.failover.kafka.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks after every event whether the {@link Invariant}s hold, from the zone, the topics and the truth alone: what the
 * core says of itself is not believed.
 */
final class Checker implements Log.Listener, Zone.Listener {

    /** What polling, ticking and a record's way may take beyond the policy's own times. */
    private static final long SLACK_MILLIS = 2_500;

    /** How long ago a check may have been made that a vote of now rests on: late by a staleness, and kept for another. */
    private static final long EVIDENCE_SLACK_MILLIS = 30_000;

    private static final long ORDER_MILLIS = 90_000;

    /** A move of the automation that the zone has. */
    private record Moved(long at, boolean emergency) {}

    /** Something that was written, where it stands. */
    private record Written<E>(long offset, E what) {}

    /** All that was seen of one service. */
    private static final class History {
        private final Truth truth;
        private final Map<String, Decision> decisions = new HashMap<>();
        private final List<Written<ServiceSpec>> specs = new ArrayList<>();
        private final List<Written<Command>> commands = new ArrayList<>();
        private long epoch;
        private boolean answered;
        private @Nullable Moved moved;
        private @Nullable Written<Command> pin;
        private Log.@Nullable Entry state;
        /** The last step of a gradual move that was decided and not ended by another decision. */
        private @Nullable Decision step;

        History(Truth truth) {
            this.truth = truth;
        }
    }

    private final Schedule schedule;
    private final Story story;
    private final Map<String, History> histories = new TreeMap<>();
    private @Nullable Log log;
    private @Nullable Zone zone;
    private long lastChangeAt;

    Checker(Schedule schedule, Story story) {
        this.schedule = schedule;
        this.story = story;
    }

    void watch(Log itsLog, Zone itsZone) {
        log = itsLog;
        zone = itsZone;
    }

    void watch(Truth truth, boolean answered) {
        History history = new History(truth);
        history.answered = answered;
        histories.put(truth.name(), history);
    }

    /** When the zone was last changed by a decision. */
    long lastChangeAt() {
        return lastChangeAt;
    }

    long decisions() {
        return histories.values().stream().mapToLong(history -> history.epoch).sum();
    }

    /** A service's decisions, each once, in order. */
    List<Decision> decisions(String service) {
        return Objects.requireNonNull(histories.get(service)).decisions.values().stream()
                .sorted(Comparator.comparingLong(Decision::epoch))
                .toList();
    }

    /** A service's state as last written. */
    ServiceState state(String service) {
        Log.Entry state = Objects.requireNonNull(histories.get(service)).state;
        return as(Objects.requireNonNull(state), ServiceState.class);
    }

    private Zone zone() {
        return Objects.requireNonNull(zone);
    }

    private Log log() {
        return Objects.requireNonNull(log);
    }

    private static void mustHold(boolean holds, Invariant invariant, @Nullable Object... what) {
        if (!holds) {
            StringBuilder sentence = new StringBuilder();
            for (@Nullable Object part : what) {
                sentence.append(part);
            }
            throw new Violation(invariant, sentence.toString());
        }
    }

    /** After every event. */
    void check() {
        for (History history : histories.values()) {
            if (history.answered) {
                RecordSnapshot record =
                        zone().record(history.truth.spec.record().name()).orElse(null);
                mustHold(
                        record != null && !record.targets().isEmpty(),
                        Invariant.NEVER_EMPTY,
                        history.truth.name(),
                        " has no answer");
            }
        }
    }

    @Override
    public void appended(Topic topic, Log.Entry entry) {
        History history = histories.get(entry.key);
        if (history == null) {
            return;
        }
        note(topic, entry);
        switch (topic) {
            case OBSERVATIONS -> heard(history, entry);
            case SERVICES -> history.specs.add(new Written<>(entry.offset, as(entry, ServiceSpec.class)));
            case COMMANDS ->
                entry.event().ifPresent(event -> history.commands.add(new Written<>(entry.offset, (Command) event)));
            case DECISIONS -> decided(history, as(entry, Decision.class));
            case STATE -> history.state = entry;
            case CHANGES, TRANSITIONS -> tell(entry);
            case DEAD_LETTERS, STEERING -> {}
        }
    }

    private void note(Topic topic, Log.Entry entry) {
        story.note(topic.topicName().hashCode() * 1_000_003L + entry.offset * 31 + schedule.millis());
        if (entry.value != null) {
            story.note(entry.value);
        }
    }

    private void heard(History history, Log.Entry entry) {
        Event event = entry.event().orElse(null);
        if (event instanceof Observation observation) {
            story.note(
                    observation.sequence() * 31 + observation.outcome().name().hashCode());
            history.truth.note(observation, schedule.millis());
        }
    }

    private void tell(Log.Entry entry) {
        entry.event().ifPresent(event -> story.tell(() -> "  " + shortly(event)));
    }

    private static String shortly(Event event) {
        if (event instanceof dev.failover.event.DnsChange change) {
            return change.eventId() + " at " + change.endpoint() + ": " + change.reason();
        } else if (event instanceof dev.failover.event.HealthTransition turn) {
            return turn.service() + " " + turn.reason();
        }
        return event.eventId();
    }

    private static <E extends Event> E as(Log.Entry entry, Class<E> type) {
        return type.cast(entry.event().orElseThrow(() -> new AssertionError("not decodable: " + entry.partition)));
    }

    private void decided(History history, Decision decision) {
        Decision known = history.decisions.get(decision.id());
        story.tell(() -> decision.id() + (known == null ? " " : " again ") + decision.kind() + " from "
                + decision.from() + " to " + decision.to() + ": " + decision.reason());
        if (known != null) {
            mustHold(
                    known.equals(decision) && decision.epoch() == history.epoch,
                    Invariant.EPOCHS_GROW_BY_ONE,
                    decision.id(),
                    " is published again otherwise, or after a newer one");
            return;
        }
        mustHold(
                decision.epoch() == history.epoch + 1,
                Invariant.EPOCHS_GROW_BY_ONE,
                decision.id(),
                " follows epoch ",
                history.epoch);
        history.epoch = decision.epoch();
        history.decisions.put(decision.id(), decision);
        Decision step = history.step;
        if (decision.kind() != Decision.Kind.CLAIM) {
            history.step = decision.movesAPart() ? decision : null;
        }
        boolean goesOn = decision.share() != null && isSharing(history, step, decision.to());
        boolean byItself = decision.kind() != Decision.Kind.MANUAL || !wasOrdered(history, decision);
        if (decision.takesBack() && isSharing(history, step, null) && byItself) {
            // Its order has come to nothing, and so has what kept the name there.
            history.pin = null;
            return;
        } else if (goesOn && decision.kind() == Decision.Kind.MANUAL) {
            mustGoToOneThatIsUp(history, decision);
            return;
        }
        switch (decision.kind()) {
            case CLAIM -> {}
            case MANUAL -> mustBeOrdered(history, decision);
            case FAILOVER, FAILBACK -> mustBeRight(history, decision);
        }
    }

    /** Whether this endpoint, or any, was given a part of the answers: by the last step, or by one before a move that failed. */
    private boolean isSharing(History history, @Nullable Decision step, @Nullable String to) {
        if (step != null && (to == null || to.equals(step.to()))) {
            return true;
        }
        return zone().record(history.truth.spec.record().name()).stream()
                .filter(record -> record.answering().isEmpty())
                .anyMatch(record -> to == null || weight(record, to) > 0);
    }

    private boolean wasOrdered(History history, Decision decision) {
        return !ordersTo(history, decision).isEmpty();
    }

    private List<Written<Command>> ordersTo(History history, Decision decision) {
        return history.commands.stream()
                .filter(command -> isRead(history, command) && isOrderTo(history, command.what(), decision.to()))
                .filter(command -> schedule.now()
                        .minusMillis(ORDER_MILLIS)
                        .isBefore(command.what().at()))
                .toList();
    }

    private void mustBeOrdered(History history, Decision decision) {
        List<Written<Command>> orders = ordersTo(history, decision);
        mustHold(!orders.isEmpty(), Invariant.OVERRIDE_WINS, decision.id(), " was ordered by nobody");
        history.pin = orders.get(orders.size() - 1);
        boolean forced = orders.stream().anyMatch(order -> order.what().force());
        if (!forced) {
            mustGoToOneThatIsUp(history, decision);
        }
    }

    private static boolean isOrderTo(History history, Command command, @Nullable String to) {
        return switch (command.kind()) {
            case FAILOVER -> Objects.equals(command.endpoint(), to);
            case FAILBACK -> Objects.equals(history.truth.endpoints.get(0), to);
            default -> false;
        };
    }

    private void mustBeRight(History history, Decision decision) {
        mustBeKnown(history, decision);
        mustGoToOneThatIsUp(history, decision);
        Truth truth = history.truth;
        if (decision.kind() == Decision.Kind.FAILOVER) {
            mustHold(
                    truth.failedSince(truth.indexOf(decision.from()), evidenceTime(truth)) >= 2,
                    Invariant.ONLY_FROM_FAILING,
                    decision.id(),
                    " leaves ",
                    decision.from(),
                    ", which does not fail");
        } else {
            mustHold(
                    truth.indexOf(decision.to()) < truth.indexOf(decision.from()),
                    Invariant.ONLY_FROM_FAILING,
                    decision.id(),
                    " goes back to one that is not preferred");
        }
        mustRespectPeople(history, decision);
        mustRespectCoolDown(history, decision);
    }

    private void mustBeKnown(History history, Decision decision) {
        Truth truth = history.truth;
        long since = schedule.millis() - truth.spec.policy().staleAfter().toMillis() - SLACK_MILLIS;
        int enough = truth.spec.policy().minLocations();
        boolean known = truth.heardSince(truth.indexOf(decision.to()), since) >= enough
                && (decision.kind() != Decision.Kind.FAILOVER
                        || truth.heardSince(truth.indexOf(decision.from()), since) >= enough);
        mustHold(known, Invariant.UNKNOWN_NEVER_MOVES, decision.id(), " was decided while nothing was heard");
    }

    private void mustGoToOneThatIsUp(History history, Decision decision) {
        Truth truth = history.truth;
        mustHold(
                truth.passedSince(truth.indexOf(decision.to()), evidenceTime(truth))
                        >= truth.spec.policy().minLocations(),
                Invariant.ONLY_TO_CONFIRMED_UP,
                decision.id(),
                " goes to ",
                decision.to(),
                ", which is not up");
    }

    private long evidenceTime(Truth truth) {
        return schedule.millis() - 2 * truth.spec.policy().staleAfter().toMillis() - EVIDENCE_SLACK_MILLIS;
    }

    private void mustRespectPeople(History history, Decision decision) {
        Instant now = schedule.now().plusMillis(SLACK_MILLIS);
        boolean allowed = readableSpecs(history).stream()
                .anyMatch(spec -> spec.policy().mode() == (decision.shadow() ? Policy.Mode.SHADOW : Policy.Mode.AUTO));
        mustHold(allowed, Invariant.OVERRIDE_WINS, decision.id(), " is against the mode");
        Instant paused = null;
        Map<String, Instant> maintenance = new HashMap<>();
        Written<Command> pin = history.pin;
        for (Written<Command> command : history.commands) {
            Command said = command.what();
            if (isRead(history, command)) {
                switch (said.kind()) {
                    case PAUSE -> paused = said.until();
                    case MAINTENANCE ->
                        maintenance.put(String.valueOf(said.endpoint()), Objects.requireNonNull(said.until()));
                    case RESUME -> {
                        if (said.endpoint() == null) {
                            paused = null;
                            maintenance.clear();
                        } else {
                            maintenance.remove(said.endpoint());
                        }
                    }
                    default -> {}
                }
                boolean ends = said.kind() == Command.Kind.RESUME && said.endpoint() == null;
                boolean replaces = said.kind() == Command.Kind.FAILOVER || said.kind() == Command.Kind.FAILBACK;
                if (pin != null && command.offset() > pin.offset() && (ends || replaces)) {
                    pin = null;
                }
            }
        }
        mustHold(paused == null || now.isAfter(paused), Invariant.OVERRIDE_WINS, decision.id(), " is against a pause");
        Instant served = maintenance.get(String.valueOf(decision.to()));
        mustHold(
                served == null || now.isAfter(served),
                Invariant.OVERRIDE_WINS,
                decision.id(),
                " is against a maintenance");
        boolean thither = pin != null && isOrderTo(history, pin.what(), decision.to());
        Instant pinned = pin == null || thither ? null : pin.what().until();
        mustHold(
                pinned == null || now.isAfter(pinned),
                Invariant.OVERRIDE_WINS,
                decision.id(),
                " is against an override");
    }

    /** The decision-service's shard knows one of these: it has read as far as was committed, and may have read further. */
    private List<ServiceSpec> readableSpecs(History history) {
        int newestRead = 0;
        for (int i = 0; i < history.specs.size(); i++) {
            newestRead = isRead(history.specs.get(i).offset(), Topic.SERVICES, history) ? i : newestRead;
        }
        return history.specs.subList(newestRead, history.specs.size()).stream()
                .map(Written::what)
                .toList();
    }

    private boolean isRead(History history, Written<Command> command) {
        return isRead(command.offset(), Topic.COMMANDS, history);
    }

    private boolean isRead(long offset, Topic topic, History history) {
        TopicPartition partition = log().partitionOf(topic, history.truth.name());
        return offset < log().committed(World.DECISION_SERVICE, partition);
    }

    private void mustRespectCoolDown(History history, Decision decision) {
        Moved last = history.moved;
        Policy policy = history.truth.spec.policy();
        if (last != null && isWithinCoolDown(history)) {
            mustHold(
                    policy.emergency() && decision.kind() == Decision.Kind.FAILOVER && !last.emergency(),
                    Invariant.ONE_MOVE_PER_COOL_DOWN,
                    decision.id(),
                    " comes ",
                    schedule.millis() - last.at(),
                    " ms after the last automatic move");
        }
    }

    private boolean isWithinCoolDown(History history) {
        long coolDown = history.truth.spec.policy().coolDown().toMillis();
        return history.moved != null && schedule.millis() < history.moved.at() + coolDown - SLACK_MILLIS;
    }

    @Override
    public void changed(Plan plan) {
        Decision decision = plan.decision();
        History history = Objects.requireNonNull(histories.get(decision.service()));
        lastChangeAt = schedule.millis();
        story.tell(() -> "  the zone: " + plan);
        mustHold(
                decision.equals(history.decisions.get(decision.id())) && !decision.shadow(),
                Invariant.ONLY_AS_DECIDED,
                plan,
                " was not decided so");
        boolean same = plan.before().equals(Optional.of(plan.after()));
        boolean claim = decision.kind() == Decision.Kind.CLAIM;
        mustHold(
                claim ? same || plan.before().isEmpty() : targets(plan).equals(decided(decision)),
                Invariant.ONLY_AS_DECIDED,
                plan,
                " is not what was decided");
        mustShare(decision, plan);
        long before = plan.fenceBefore()
                .flatMap(fence -> fence.fence())
                .map(fence -> fence.epoch())
                .orElse(0L);
        mustHold(decision.epoch() > before, Invariant.EPOCHS_GROW_BY_ONE, plan, " sets the epoch back");
        history.answered = true;
        if (decision.kind() == Decision.Kind.MANUAL) {
            history.moved = null;
        } else if (!claim && !same && !decision.movesAPart()) {
            history.moved = new Moved(schedule.millis(), isWithinCoolDown(history));
        }
    }

    private static Set<Target> targets(Plan plan) {
        return Set.copyOf(plan.after().targets());
    }

    private static Set<Target> decided(Decision decision) {
        return decision.targets().entrySet().stream()
                .filter(each -> each.getKey().equals(decision.to())
                        || (decision.movesAPart() && each.getKey().equals(decision.from())))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private static void mustShare(Decision decision, Plan plan) {
        if (!decision.movesAPart()) {
            return;
        }
        long before = plan.before().map(record -> weight(record, decision.to())).orElse(0L);
        long after = weight(plan.after(), decision.to());
        boolean shared = after == Objects.requireNonNull(decision.share())
                && after + weight(plan.after(), decision.from()) == 100;
        mustHold(shared && after > before, Invariant.SHARES_GROW, plan, " gives no more than before, or not all");
    }

    private static long weight(RecordSnapshot record, @Nullable String endpoint) {
        return record.sets().stream()
                .map(RecordSet::role)
                .filter(role -> role.setIdentifier().equals(Optional.ofNullable(endpoint)))
                .mapToLong(role -> role instanceof RecordSet.Role.Weighted weighted ? weighted.weight() : 0)
                .sum();
    }

    @Override
    public void forgot(Plan plan) {
        History history = Objects.requireNonNull(histories.get(plan.decision().service()));
        history.moved = null;
        story.tell("  the zone forgot " + plan.decision().id());
    }

    /** A person changed the mode: what was before it counts no more. */
    void modeChanged(String service) {
        Objects.requireNonNull(histories.get(service)).moved = null;
    }

    /** Long after the faults have ended: each service is where its truth and its policy say. */
    void mustHaveConverged() {
        histories.values().forEach(this::mustHaveConverged);
    }

    private void mustHaveConverged(History history) {
        Truth truth = history.truth;
        Log.Entry kept = history.state;
        mustHold(kept != null, Invariant.CONVERGES, truth.name(), " has no state");
        ServiceState state = as(Objects.requireNonNull(kept), ServiceState.class);
        Policy policy = truth.spec.policy();
        if (policy.mode() == Policy.Mode.SHADOW) {
            return;
        }
        String holder = holder(truth, state);
        String said = " (it says: " + state.explanation().sentence() + "); up " + Arrays.toString(truth.up);
        mustHold(
                holder != null && holder.equals(state.active()) && state.intent() == null,
                Invariant.CONVERGES,
                truth.name(),
                ": the zone has ",
                holder,
                ", the state ",
                state.active(),
                said);
        ServiceState.Shift shift = state.shift();
        mustHold(
                shift == null || policy.dataLoss() != null || !mayGoOn(truth, holder, shift.to()),
                Invariant.CONVERGES,
                truth.name(),
                " is left half way",
                said);
        String better = policy.mode() == Policy.Mode.AUTO ? better(truth, truth.indexOf(holder)) : null;
        mustHold(better == null, Invariant.CONVERGES, truth.name(), " is at ", holder, " and not at ", better, said);
    }

    /** Who has the name in the zone; in a gradual move that is at rest, if the zone has the shares that the state has. */
    private @Nullable String holder(Truth truth, ServiceState state) {
        RecordSnapshot record = zone().record(truth.spec.record().name()).orElse(null);
        ServiceState.Shift shift = state.shift();
        if (record == null) {
            return null;
        } else if (shift == null) {
            return record.answering().map(set -> truth.holder(set.target())).orElse(null);
        }
        boolean shared =
                weight(record, shift.to()) == shift.share() && weight(record, state.active()) == 100 - shift.share();
        return shared ? state.active() : null;
    }

    private static boolean mayGoOn(Truth truth, @Nullable String active, String to) {
        return truth.spec.policy().gradual() != null && truth.up[truth.indexOf(active)] && truth.up[truth.indexOf(to)];
    }

    /** Where the name should be instead, in truth and by the policy. */
    private static @Nullable String better(Truth truth, int holder) {
        Policy policy = truth.spec.policy();
        Policy.DataLoss rule = policy.dataLoss();
        int end = truth.up[holder] ? holder : truth.endpoints.size();
        if (truth.up[holder] && !policy.failback().automatic()) {
            return null;
        } else if (!truth.up[holder] && rule != null && rule.beyond() != Policy.DataLoss.Beyond.ALLOW) {
            // How much would be lost grows while the active endpoint is down: to hold may be right.
            return null;
        }
        for (int i = 0; i < end; i++) {
            boolean canServe = truth.up[i] && !truth.unready[i];
            if (i != holder && canServe && truth.spec.endpoints().get(i).automatic()) {
                return truth.endpoints.get(i);
            }
        }
        return null;
    }
}
