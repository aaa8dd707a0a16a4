package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Observation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Replay replay = new Replay(Replay.Options.DEFAULT, NOON);
    private long sequence;

    @Test
    void judgesARecordedFailureInVirtualTimeAndAnswersItsDecisions() {
        replay.specify(Services.spec("search"));
        seconds(5, Observation.Outcome.PASS);
        seconds(5, Observation.Outcome.FAIL);

        List<Decision> decisions = replay.published().stream()
                .map(Replay.Published::event)
                .filter(Decision.class::isInstance)
                .map(Decision.class::cast)
                .toList();
        assertThat(decisions).extracting(Decision::kind).containsExactly(Decision.Kind.CLAIM, Decision.Kind.FAILOVER);
        assertThat(replay.published())
                .filteredOn(published -> published.event() instanceof DnsChange)
                .hasSize(4);
        assertThat(replay.state("search").orElseThrow().active()).isEqualTo("secondary");
        assertThat(replay.now()).isEqualTo(NOON.plusSeconds(10));
    }

    @Test
    void whatWasDrainedIsForgotten() {
        replay.specify(Services.spec("search"));
        seconds(1, Observation.Outcome.PASS);

        assertThat(replay.drain()).isNotEmpty();
        assertThat(replay.published()).isEmpty();
    }

    @Test
    void aCheckIsCountedAtTheTimeThatTheBrokerGotIt() {
        replay.specify(Services.spec("search"));
        Instant between = NOON.plusMillis(123);

        replay.hear(Services.observation("search", "a", "primary", 1, Observation.Outcome.PASS), between);

        assertThat(replay.state("search").orElseThrow().endpoints().get(0).locations())
                .extracting(location -> location.lastSeen())
                .containsExactly(between);
    }

    private void seconds(int many, Observation.Outcome primary) {
        for (int i = 0; i < many; i++) {
            for (String location : List.of("a", "b", "c")) {
                replay.hear(Services.observation("search", location, "primary", ++sequence, primary));
                replay.hear(
                        Services.observation("search", location, "secondary", ++sequence, Observation.Outcome.PASS));
            }
            replay.advanceTo(replay.now().plusSeconds(1));
        }
    }
}
