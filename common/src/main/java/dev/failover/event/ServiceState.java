package dev.failover.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the decision service knows of one service: enough to go on from after a restart, and what people see.
 *
 * @param active the endpoint that the name has; null until the claim is confirmed
 * @param intent the decision in flight
 * @param refusal of the last decision, until the zone is looked at again
 * @param order an operator's order that is not carried out yet
 * @param note what became of the last order
 * @param bornAt when the service was first judged
 * @param pin the override in force: where a person put the name, and until when it stays there
 * @param maintenance the endpoints that must not be given the name, by name
 * @param pending the decision in flight as it was published, to be published again word for word
 * @param shift the gradual move that is under way; null where none is
 */
public record ServiceState(
        String service,
        Instant at,
        Policy.Mode mode,
        @Nullable String active,
        long epoch,
        List<EndpointState> endpoints,
        @Nullable Intent intent,
        @Nullable CoolDown coolDown,
        @Nullable Term pause,
        @Nullable Refusal refusal,
        @Nullable Order order,
        @Nullable String note,
        @Nullable Instant bornAt,
        @Nullable Pin pin,
        Map<String, Term> maintenance,
        @Nullable Brake brake,
        @Nullable Decision pending,
        Explanation explanation,
        @Nullable Shift shift)
        implements Event {

    /**
     * What is held of one endpoint, and from which locations.
     *
     * @param firstFailureAt when the first of the failures that count against it now was seen
     * @param falls when it last went DOWN, oldest first
     * @param lag by how much its data was behind when that was last known
     * @param residue how much it is still used, where the name has left it and the policy asks
     */
    public record EndpointState(
            String name,
            Verdict verdict,
            Instant since,
            @Nullable Instant firstFailureAt,
            List<LocationState> locations,
            List<Instant> falls,
            @Nullable Lag lag,
            @JsonInclude(Include.NON_NULL) @Nullable Residue residue) {

        /** Of an endpoint whose clients nobody asks for. */
        public EndpointState(
                String name,
                Verdict verdict,
                Instant since,
                @Nullable Instant firstFailureAt,
                List<LocationState> locations,
                List<Instant> falls,
                @Nullable Lag lag) {
            this(name, verdict, since, firstFailureAt, locations, falls, lag, null);
        }

        public EndpointState {
            locations = List.copyOf(locations);
            falls = falls == null ? List.of() : List.copyOf(falls);
        }
    }

    /** By how much an endpoint's data was behind, when both it and the active one answered. */
    public record Lag(Duration behind, Instant takenAt) {}

    /**
     * How much an endpoint is still used that the name has left (scenario 58).
     *
     * @param measure the name of the figure that tells it
     * @param atMost the figure of an endpoint that nobody uses
     * @param leftAt when the move was confirmed
     * @param dueAt until when clients may take to leave
     * @param since when the status became what it is
     * @param figure the newest, as told by {@code location} at {@code figureAt}; all three null before the first
     * @param quiet figures in a row that were not above {@code atMost}, up to what it takes
     */
    public record Residue(
            String measure,
            double atMost,
            Instant leftAt,
            Instant dueAt,
            Status status,
            Instant since,
            @Nullable Double figure,
            @Nullable Instant figureAt,
            @Nullable String location,
            int quiet) {

        /** What is known of the clients that the endpoint had. */
        public enum Status {
            /** They may still take their time. */
            WAITING,
            /** They have left. */
            EFFECTIVE,
            /** Some have not, although they had time. */
            PARTIALLY_EFFECTIVE,
            /** No fresh figure tells. */
            UNKNOWN
        }

        public Residue {
            Require.text("residue.measure", measure);
            Require.present("residue.leftAt", leftAt);
            Require.present("residue.dueAt", dueAt);
            Require.present("residue.status", status);
            Require.present("residue.since", since);
        }

        /** For example {@code clients stay at primary: 42 sessions seen from a at …, at most 3 are normal}. */
        public String sentence(String endpoint) {
            return switch (status) {
                case WAITING -> "clients may take until " + dueAt + " to leave " + endpoint + seen();
                case EFFECTIVE -> "clients have left " + endpoint + seen();
                case PARTIALLY_EFFECTIVE -> "clients stay at " + endpoint + seen();
                case UNKNOWN ->
                    "whether clients have left " + endpoint + " is not known: no fresh " + measure + " of it";
            };
        }

        private String seen() {
            return figure == null
                    ? ""
                    : ": " + measure + " " + number(figure) + " from " + location + " at " + figureAt
                            + ", normal is at most " + number(atMost);
        }

        private static String number(double value) {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(Math.round(value * 100) / 100.0);
        }
    }

    /**
     * One location's view of one endpoint.
     *
     * @param window the last checks, newest in the lowest bit, 1 = failed
     * @param windowLength how many bits of the window are filled
     * @param blind whether the location cannot see at all
     * @param high the graded figures that are above their marks
     * @param why the class of the last failure; null after a pass
     * @param unready why the endpoint must not take the name
     * @param behind from a check to the broker, by the prober's clock: the way, and by which that clock is off
     * @param late checks in a row that came too late to count
     */
    public record LocationState(
            String location,
            Vote vote,
            int failures,
            int passes,
            long window,
            int windowLength,
            String boot,
            long sequence,
            Instant lastSeen,
            Instant lastCounted,
            @Nullable Instant firstFailureAt,
            boolean blind,
            List<String> high,
            @Nullable String why,
            @Nullable String unready,
            Duration behind,
            int late) {
        public LocationState {
            high = high == null ? List.of() : List.copyOf(high);
            behind = behind == null ? Duration.ZERO : behind;
        }
    }

    /**
     * A decision that is not confirmed yet.
     *
     * @param share in percent, of a step of a gradual move; null for all answers at once
     */
    public record Intent(
            String decisionId,
            long epoch,
            Decision.Kind kind,
            @Nullable String from,
            @Nullable String to,
            String reason,
            boolean accepted,
            @Nullable Instant firstFailureAt,
            Instant decidedAt,
            Instant publishedAt,
            @Nullable Integer share) {

        /** At once. */
        public Intent(
                String decisionId,
                long epoch,
                Decision.Kind kind,
                @Nullable String from,
                @Nullable String to,
                String reason,
                boolean accepted,
                @Nullable Instant firstFailureAt,
                Instant decidedAt,
                Instant publishedAt) {
            this(decisionId, epoch, kind, from, to, reason, accepted, firstFailureAt, decidedAt, publishedAt, null);
        }
    }

    /**
     * A gradual move under way: the active endpoint has the name, and another one a part of the answers already.
     *
     * @param share of the answers that it has, in percent
     * @param kind of the move
     * @param why the move is made
     * @param confirmedAt since when it has this share
     */
    public record Shift(String to, int share, Decision.Kind kind, String why, Instant confirmedAt) {}

    /**
     * No automatic move before {@code until}.
     *
     * @param kind of the move that it follows, where it follows one
     * @param emergency whether that move was made within a cool-down itself
     */
    public record CoolDown(Instant from, Instant until, Decision.@Nullable Kind kind, boolean emergency) {}

    /** A person's word for a time. */
    public record Term(Instant until, String by, String reason) {}

    /** An override: the name stays at this endpoint. */
    public record Pin(String endpoint, Term term) {}

    /**
     * The fleet's brake holds the service.
     *
     * @param incident the same id for all services that it holds
     */
    public record Brake(String incident, String reason, Instant since, boolean released) {}

    /**
     * The last decision was not carried out; before {@code retryAt} nothing is decided.
     *
     * @param from the endpoint that the name was believed to have
     */
    public record Refusal(
            String decisionId,
            String reason,
            Instant retryAt,
            @Nullable String from) {}

    /** An operator's order to move the name. */
    public record Order(
            String to,
            boolean force,
            String by,
            String reason,
            Instant at,
            @Nullable Instant pinnedUntil,
            boolean atOnce) {}

    /**
     * Why the name is where it is.
     *
     * @param diagnosis one word, see the decision core's table
     * @param since when the diagnosis began
     * @param sentence what is the case and what is done about it
     * @param blocks what keeps the name from moving, one sentence each
     * @param wouldChange what would change the outcome
     */
    public record Explanation(
            String diagnosis, Instant since, String sentence, List<String> blocks, String wouldChange) {
        public Explanation {
            since = since == null ? Instant.EPOCH : since;
            blocks = blocks == null ? List.of() : List.copyOf(blocks);
        }
    }

    /** With no gradual move under way. */
    public ServiceState(
            String service,
            Instant at,
            Policy.Mode mode,
            @Nullable String active,
            long epoch,
            List<EndpointState> endpoints,
            @Nullable Intent intent,
            @Nullable CoolDown coolDown,
            @Nullable Term pause,
            @Nullable Refusal refusal,
            @Nullable Order order,
            @Nullable String note,
            @Nullable Instant bornAt,
            @Nullable Pin pin,
            Map<String, Term> maintenance,
            @Nullable Brake brake,
            @Nullable Decision pending,
            Explanation explanation) {
        this(
                service,
                at,
                mode,
                active,
                epoch,
                endpoints,
                intent,
                coolDown,
                pause,
                refusal,
                order,
                note,
                bornAt,
                pin,
                maintenance,
                brake,
                pending,
                explanation,
                null);
    }

    public ServiceState {
        Require.name("service", service);
        Require.present("at", at);
        Require.present("mode", mode);
        endpoints = List.copyOf(Require.present("endpoints", endpoints));
        Require.present("explanation", explanation);
        maintenance = maintenance == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(maintenance));
    }

    @Override
    public String eventId() {
        return service + "/" + at.toEpochMilli();
    }

    public Optional<String> activeEndpoint() {
        return Optional.ofNullable(active);
    }
}
