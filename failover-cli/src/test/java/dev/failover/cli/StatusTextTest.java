package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import dev.failover.event.Verdict;
import dev.failover.event.Vote;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final ServiceSpec search = Specs.service("search", "es.example.com");
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @Test
    void saysHowToBeginWhereThereAreNoServices() {
        StatusText.table(Map.of(), Map.of(), Map.of(), NOW, out);

        assertThat(text).hasToString("No services yet: failover apply -f services.yaml brings them in.\n");
    }

    @Test
    void showsAServiceThatNobodyHasJudged() {
        StatusText.table(Map.of("search", search), Map.of(), Map.of(), NOW, out);

        assertThat(text.toString()).contains("search", "es.example.com A", "not judged yet");
    }

    @Test
    void showsWhereANameIsAndWhy() {
        StatusText.table(
                Map.of("search", search), Map.of("search", state("secondary", null, null)), Map.of(), NOW, out);

        assertThat(text.toString().lines().skip(1))
                .containsExactly(
                        "search               es.example.com A                 secondary         7               "
                                + "primary DOWN (1 of 2 locations say UP), secondary UP (2 of 2 locations say UP)",
                        "    primary is down; the name is at secondary.",
                        "",
                        "NOT PROTECTED: 1 of 1 service",
                        "    no other endpoint can take over: search");
    }

    @Test
    @DisplayName("scenario 67: a pause that somebody forgot is seen by whoever asks for the status")
    void countsTheServicesThatAreNotProtectedByReason() {
        ServiceState.Term term = new ServiceState.Term(NOW.plusSeconds(60), "ana", "maintenance");
        Map<String, ServiceSpec> specs = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            specs.put("paused-%02d".formatted(i), Specs.service("paused-%02d".formatted(i), "p" + i + ".example.com"));
        }
        specs.put("unheard", Specs.service("unheard", "u.example.com"));
        Map<String, ServiceState> states = new TreeMap<>();
        specs.keySet().forEach(name -> states.put(name, state("secondary", null, term)));
        states.remove("unheard");

        StatusText.table(specs, states, Map.of(), NOW, out);

        assertThat(text.toString())
                .contains(
                        " 7  paused,kept,maintenance primary DOWN",
                        "NOT PROTECTED: 13 of 13 services",
                        "    not judged: unheard",
                        "    paused: paused-00, paused-01,",
                        "paused-09 and 2 more");
    }

    @Test
    void aWellServiceWithSomewhereToGoIsProtected() {
        StatusText.table(Map.of("search", search), Map.of("search", well()), Map.of(), NOW, out);

        assertThat(text.toString()).doesNotContain("NOT PROTECTED");
    }

    @Test
    void aStateThatNobodyHasRenewedProtectsNobody() {
        StatusText.table(Map.of("search", search), Map.of("search", well()), Map.of(), NOW.plusSeconds(121), out);

        assertThat(text.toString()).contains("    not judged since 2026-03-01T10:00:00Z: search");
    }

    @Test
    void anActiveEndpointThatNothingIsKnownOfIsNotProtected() {
        assertThat(Protection.gap(search, withEndpoints(Verdict.UNKNOWN, Verdict.UP, null), NOW))
                .contains("primary UNKNOWN");
    }

    @Test
    void whatTheBrakeHoldsIsMarkedUntilItIsReleased() {
        ServiceState held = withEndpoints(
                Verdict.DOWN, Verdict.UP, new ServiceState.Brake("brake-1", "5 of 9 services", NOW, false));
        ServiceState released = withEndpoints(
                Verdict.DOWN, Verdict.UP, new ServiceState.Brake("brake-1", "5 of 9 services", NOW, true));

        assertThat(Protection.marks(held)).containsExactly("braked");
        assertThat(Protection.gap(search, held, NOW)).contains("braked");
        assertThat(Protection.marks(released)).isEmpty();
        assertThat(Protection.gap(search, released, NOW)).isEmpty();
    }

    @Test
    void saysHowFarEachLocationIsFromAnotherVote() {
        StatusText.why(search, state("secondary", null, null), RecordHistory.NONE, out);

        assertThat(text.toString())
                .contains(
                        "would change it: secondary DOWN",
                        "votes: DOWN after 3 failures in a row, or 6 of the last 10; UP after 3 passes in a row; 2"
                                + " locations make a verdict",
                        "    primary from a: 0 of 3 failures, 0 of 6 in the window, 3 passes in a row");
    }

    @Test
    void aNameThatNobodyHasClaimedIsUnclaimed() {
        StatusText.table(Map.of("search", search), Map.of("search", state(null, null, null)), Map.of(), NOW, out);

        assertThat(text.toString()).contains("unclaimed");
    }

    @Test
    void showsVotesAndWhatIsInFlight() {
        ServiceState.Intent intent = new ServiceState.Intent(
                "search-8", 8, Decision.Kind.FAILBACK, "secondary", "primary", "ana says so", true, null, NOW, NOW);
        ServiceState.Term pause = new ServiceState.Term(NOW.plusSeconds(60), "ana", "maintenance");

        StatusText.detail(search, state("secondary", intent, pause), RecordHistory.NONE, out);

        assertThat(text.toString())
                .contains(
                        "search  es.example.com A in zone Z1\n",
                        "active     secondary, epoch 7, mode AUTO",
                        "diagnosis  ACTIVE_UP since 2026-03-01T10:00:00Z",
                        "blocks     primary is not ready: read-only",
                        "kept at secondary until 2026-03-01T10:01:00Z by ana: maintenance",
                        "maintenance of primary until",
                        "would change it: secondary DOWN",
                        "in flight  search-8 to primary: ana says so",
                        "cool-down until 2026-03-01T10:05:00Z",
                        "paused until 2026-03-01T10:01:00Z by ana: maintenance",
                        "primary is DOWN since 2026-03-01T10:00:00Z",
                        "a says DOWN (CONNECT_REFUSED), last check 2026-03-01T10:00:00Z");
    }

    @Test
    @DisplayName("scenario 24: a gradual move that is under way is shown")
    void showsHowFarAGradualMoveIs() {
        ServiceState.Intent step = new ServiceState.Intent(
                "search-8", 8, Decision.Kind.MANUAL, "primary", "secondary", "drill", true, null, NOW, NOW, 25);
        ServiceState state = state("primary", step, null);

        StatusText.detail(search, sharing(state), RecordHistory.NONE, out);

        assertThat(text.toString())
                .contains(
                        "in flight  search-8 to secondary, 25 % of the answers: drill",
                        "by steps   secondary has 5 % of the answers since 2026-03-01T10:00:00Z: MANUAL, drill");
    }

    private static ServiceState sharing(ServiceState state) {
        return new ServiceState(
                state.service(),
                state.at(),
                state.mode(),
                state.active(),
                state.epoch(),
                state.endpoints(),
                state.intent(),
                state.coolDown(),
                null,
                null,
                null,
                null,
                NOW,
                null,
                Map.of(),
                null,
                null,
                state.explanation(),
                new ServiceState.Shift("secondary", 5, Decision.Kind.MANUAL, "drill", NOW));
    }

    @Test
    @DisplayName(
            "scenario 60: a record that somebody else changed is marked and said, until a change of ours is verified")
    void saysThatTheRecordWasChanged() {
        RecordHistory history = new RecordHistory();
        history.take(change(DnsChange.Status.VERIFIED, "search-7", "4 of 4 name servers answer as planned"));
        history.take(change(DnsChange.Status.DRIFTED, "search-7", "DRIFT: it has 192.0.2.99; it is left as it is"));

        StatusText.table(Map.of("search", search), Map.of("search", well()), Map.of("search", history), NOW, out);
        StatusText.detail(search, well(), history, out);

        String sentence = "the record was changed by somebody else, found at 2026-03-01T10:00:00Z: DRIFT: it has"
                + " 192.0.2.99; it is left as it is";
        assertThat(text.toString()).contains(" 7  edited ", "\n    " + sentence + "\n", "\n  edited     " + sentence);

        history.take(change(DnsChange.Status.FAILED, "search-8", "timed out"));
        assertThat(history.edited()).as("a failure takes nothing back").isPresent();
        history.take(change(DnsChange.Status.VERIFIED, "search-9", "4 of 4 name servers answer as planned"));
        assertThat(history.edited()).isEmpty();
    }

    @Test
    @DisplayName("scenario 46: a person's edit that refuses a change is said as one, and another refusal is not")
    void saysThatAnEditIsHeld() {
        RecordHistory history = new RecordHistory();
        history.take(change(DnsChange.Status.REFUSED, "search-8", "the fence belongs to somebody else"));
        assertThat(history.edited()).isEmpty();

        history.take(change(DnsChange.Status.REFUSED, "search-9", "HUMAN_EDIT: it has 192.0.2.99"));

        assertThat(history.edited()).hasValueSatisfying(edit -> assertThat(edit).contains("HUMAN_EDIT: it has"));
    }

    @Test
    void saysHowLongTheLastMoveTookStepByStep() {
        RecordHistory history = new RecordHistory();
        history.take(change(DnsChange.Status.ACCEPTED, "search-7", "taken"));
        StatusText.why(search, well(), history, out);
        history.take(change(DnsChange.Status.VERIFIED, "search-7", "4 of 4 name servers answer as planned"));
        StatusText.why(search, well(), history, out);
        // Confirmed again after a restart.
        history.take(new DnsChange(
                "search",
                "search-7",
                7,
                DnsChange.Status.VERIFIED,
                "secondary",
                "es.example.com A",
                List.of("192.0.2.20"),
                List.of("192.0.2.20"),
                "as planned",
                null,
                List.of(),
                new DnsChange.Timings(null, NOW, null, null, NOW.plusSeconds(99)),
                NOW.plusSeconds(99)));

        String begun = "  last move  search-7 to secondary: first failed check 2026-03-01T09:59:57Z, decided +3.0 s,"
                + " accepted +3.2 s";
        assertThat(text.toString())
                .contains(begun + ", not in sync yet, not verified yet", begun + ", in sync +23.0 s, verified +24.0 s");
        assertThat(history.lastMove())
                .hasValueSatisfying(move -> assertThat(move).endsWith("verified +24.0 s"));
        assertThat(RecordHistory.NONE.lastMove()).isEmpty();
    }

    @Test
    @DisplayName("scenario 58: clients that stay are marked and said in one sentence, and so is that nothing is known")
    void saysThatClientsStay() {
        ServiceState stay = withResidue(ServiceState.Residue.Status.PARTIALLY_EFFECTIVE);

        StatusText.table(Map.of("search", search), Map.of("search", stay), Map.of(), NOW, out);
        StatusText.detail(search, withResidue(ServiceState.Residue.Status.UNKNOWN), RecordHistory.NONE, out);

        assertThat(text.toString())
                .contains(
                        " 7  clients-stay ",
                        "    the last move is PARTIALLY_EFFECTIVE since 2026-03-01T10:00:00Z: clients stay at primary:"
                                + " sessions 42 from a at 2026-03-01T10:00:00Z, normal is at most 3\n",
                        "  clients    the last move is UNKNOWN since 2026-03-01T10:00:00Z: whether clients have left primary"
                                + " is not known: no fresh sessions of it\n");
    }

    private static DnsChange change(DnsChange.Status status, String decision, String reason) {
        boolean verified = status == DnsChange.Status.VERIFIED;
        return new DnsChange(
                "search",
                decision,
                7,
                status,
                "secondary",
                "es.example.com A",
                List.of("192.0.2.10"),
                List.of("192.0.2.20"),
                reason,
                "C1",
                List.of(),
                new DnsChange.Timings(
                        NOW.minusSeconds(3),
                        NOW,
                        NOW.plusMillis(200),
                        verified ? NOW.plusSeconds(20) : null,
                        verified ? NOW.plusSeconds(21) : null),
                NOW);
    }

    private static ServiceState withResidue(ServiceState.Residue.Status status) {
        ServiceState.Residue residue =
                new ServiceState.Residue("sessions", 3, NOW.minusSeconds(60), NOW, status, NOW, 42.0, NOW, "a", 0);
        ServiceState.EndpointState primary = endpoint("primary", Verdict.UP, Vote.UP, Vote.UP);
        return withEndpoints(
                List.of(
                        new ServiceState.EndpointState(
                                "primary", Verdict.UP, NOW, null, primary.locations(), List.of(), null, residue),
                        endpoint("secondary", Verdict.UP, Vote.UP, Vote.UP)),
                null);
    }

    private static ServiceState well() {
        return withEndpoints(Verdict.UP, Verdict.UP, null);
    }

    private static ServiceState withEndpoints(Verdict primary, Verdict secondary, ServiceState.@Nullable Brake brake) {
        return withEndpoints(
                List.of(
                        endpoint("primary", primary, Vote.UP, Vote.UP),
                        endpoint("secondary", secondary, Vote.UP, Vote.UP)),
                brake);
    }

    private static ServiceState withEndpoints(
            List<ServiceState.EndpointState> endpoints, ServiceState.@Nullable Brake brake) {
        return new ServiceState(
                "search",
                NOW,
                Policy.Mode.AUTO,
                "primary",
                7,
                endpoints,
                null,
                null,
                null,
                null,
                null,
                null,
                NOW,
                null,
                Map.of(),
                brake,
                null,
                new ServiceState.Explanation("SETTLED", NOW, "primary is UP", List.of(), "primary DOWN"));
    }

    private static ServiceState state(
            @Nullable String active, ServiceState.@Nullable Intent intent, ServiceState.@Nullable Term pause) {
        return new ServiceState(
                "search",
                NOW,
                Policy.Mode.AUTO,
                active,
                7,
                List.of(
                        endpoint("primary", Verdict.DOWN, Vote.DOWN, Vote.UP),
                        endpoint("secondary", Verdict.UP, Vote.UP, Vote.UP)),
                intent,
                intent == null
                        ? null
                        : new ServiceState.CoolDown(NOW, NOW.plusSeconds(300), Decision.Kind.FAILOVER, false),
                pause,
                null,
                null,
                null,
                NOW,
                pause == null ? null : new ServiceState.Pin("secondary", pause),
                pause == null ? Map.of() : Map.of("primary", pause),
                null,
                null,
                new ServiceState.Explanation(
                        "ACTIVE_UP",
                        NOW,
                        "primary is down; the name is at secondary.",
                        List.of("primary is not ready: read-only"),
                        "secondary DOWN"));
    }

    private static ServiceState.EndpointState endpoint(String name, Verdict verdict, Vote a, Vote b) {
        return new ServiceState.EndpointState(
                name, verdict, NOW, null, List.of(location("a", a), location("b", b)), List.of(), null);
    }

    private static ServiceState.LocationState location(String name, Vote vote) {
        return new ServiceState.LocationState(
                name,
                vote,
                0,
                3,
                0,
                3,
                "boot",
                3,
                NOW,
                NOW,
                null,
                false,
                List.of(),
                vote == Vote.DOWN ? "CONNECT_REFUSED" : null,
                null,
                Duration.ZERO,
                0);
    }
}
