package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Decision;
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
        StatusText.table(Map.of(), Map.of(), NOW, out);

        assertThat(text).hasToString("No services yet: failover apply -f services.yaml brings them in.\n");
    }

    @Test
    void showsAServiceThatNobodyHasJudged() {
        StatusText.table(Map.of("search", search), Map.of(), NOW, out);

        assertThat(text.toString()).contains("search", "es.example.com A", "not judged yet");
    }

    @Test
    void showsWhereANameIsAndWhy() {
        StatusText.table(Map.of("search", search), Map.of("search", state("secondary", null, null)), NOW, out);

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

        StatusText.table(specs, states, NOW, out);

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
        StatusText.table(Map.of("search", search), Map.of("search", well()), NOW, out);

        assertThat(text.toString()).doesNotContain("NOT PROTECTED");
    }

    @Test
    void aStateThatNobodyHasRenewedProtectsNobody() {
        StatusText.table(Map.of("search", search), Map.of("search", well()), NOW.plusSeconds(121), out);

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
        StatusText.why(search, state("secondary", null, null), out);

        assertThat(text.toString())
                .contains(
                        "would change it: secondary DOWN",
                        "votes: DOWN after 3 failures in a row, or 6 of the last 10; UP after 3 passes in a row; 2"
                                + " locations make a verdict",
                        "    primary from a: 0 of 3 failures, 0 of 6 in the window, 3 passes in a row");
    }

    @Test
    void aNameThatNobodyHasClaimedIsUnclaimed() {
        StatusText.table(Map.of("search", search), Map.of("search", state(null, null, null)), NOW, out);

        assertThat(text.toString()).contains("unclaimed");
    }

    @Test
    void showsVotesAndWhatIsInFlight() {
        ServiceState.Intent intent = new ServiceState.Intent(
                "search-8", 8, Decision.Kind.FAILBACK, "secondary", "primary", "ana says so", true, null, NOW, NOW);
        ServiceState.Term pause = new ServiceState.Term(NOW.plusSeconds(60), "ana", "maintenance");

        StatusText.detail(search, state("secondary", intent, pause), out);

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

    private static ServiceState well() {
        return withEndpoints(Verdict.UP, Verdict.UP, null);
    }

    private static ServiceState withEndpoints(Verdict primary, Verdict secondary, ServiceState.@Nullable Brake brake) {
        return new ServiceState(
                "search",
                NOW,
                Policy.Mode.AUTO,
                "primary",
                7,
                List.of(
                        endpoint("primary", primary, Vote.UP, Vote.UP),
                        endpoint("secondary", secondary, Vote.UP, Vote.UP)),
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
