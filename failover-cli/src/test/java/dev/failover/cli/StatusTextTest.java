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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final ServiceSpec search = Specs.service("search", "es.example.com");
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    @Test
    void saysHowToBeginWhereThereAreNoServices() {
        StatusText.table(Map.of(), Map.of(), out);

        assertThat(text).hasToString("No services yet: failover apply -f services.yaml brings them in.\n");
    }

    @Test
    void showsAServiceThatNobodyHasJudged() {
        StatusText.table(Map.of("search", search), Map.of(), out);

        assertThat(text.toString()).contains("search", "es.example.com A", "not judged yet");
    }

    @Test
    void showsWhereANameIsAndWhy() {
        StatusText.table(Map.of("search", search), Map.of("search", state("secondary", null, null)), out);

        assertThat(text.toString().lines().skip(1))
                .containsExactly(
                        "search               es.example.com A                 secondary         7  "
                                + "primary DOWN (1 of 2 locations say UP), secondary UP (2 of 2 locations say UP)",
                        "    primary is down; the name is at secondary.");
    }

    @Test
    void aNameThatNobodyHasClaimedIsUnclaimed() {
        StatusText.table(Map.of("search", search), Map.of("search", state(null, null, null)), out);

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
