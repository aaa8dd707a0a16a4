package dev.failover.dns.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.event.DnsChange.Part;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {

    private static final Fence FENCE = new Fence("ops", "search", 7, "search-7", "secondary");

    @Test
    void readsWhatItWrites() {
        assertThat(FENCE.text())
                .isEqualTo("v=failover1 owner=ops service=search epoch=7 decision=search-7 target=secondary");
        assertThat(Fence.parse(FENCE.text())).contains(FENCE);
    }

    @Test
    @DisplayName("scenario 43: the part of a gradual move is one more word, which an older reader passes over")
    void readsAndWritesThePartOfAStep() {
        Fence step = new Fence("ops", "search", 8, "search-8", "primary", Optional.of(new Part("secondary", 25)));

        assertThat(step.text())
                .isEqualTo("v=failover1 owner=ops service=search epoch=8 decision=search-8 target=primary"
                        + " shift=secondary:25");
        assertThat(Fence.parse(step.text())).contains(step);
    }

    @Test
    @DisplayName("scenario 43: words that a newer writer adds, and another order, are read")
    void passesOverWordsThatItDoesNotKnow() {
        assertThat(Fence.parse(
                        "target=secondary v=failover1 region=eu owner=ops  service=search decision=search-7 epoch=7"))
                .contains(FENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=spf1 -all",
                "v=failover2 owner=ops service=search epoch=7 decision=search-7 target=secondary",
                "owner=ops service=search epoch=7 decision=search-7 target=secondary",
                "v=failover1 owner=ops service=search epoch=seven decision=search-7 target=secondary",
                "v=failover1 owner=ops service=search epoch=99999999999999999999 decision=search-7 target=secondary",
                "v=failover1 service=search epoch=7 decision=search-7 target=secondary",
                "v=failover1 owner=ops owner=dev service=search epoch=7 decision=search-7 target=secondary",
                "v=failover1 owner=ops service=search epoch=7 decision=search-7 target=primary shift=secondary",
                "v=failover1 owner=ops service=search epoch=7 decision=search-7 target=primary shift=secondary:all",
                "v=failover1 owner=ops service=search epoch=7 decision=search-7 target=primary shift=secondary:100",
            })
    void whatIsNoFenceOfThisVersionIsNone(String text) {
        assertThat(Fence.parse(text)).isEmpty();
        assertThat(new FenceSnapshot(text, Duration.ofSeconds(60)).fence()).isEmpty();
    }

    @Test
    void refusesWordsThatWouldBeReadAsOthers() {
        assertThatThrownBy(() -> new Fence("ops service=mail", "search", 7, "search-7", "secondary"))
                .hasMessage("'ops service=mail' cannot stand in a fence");
        assertThatThrownBy(() -> new Fence("ops", "search", 7, "\"", "secondary"))
                .hasMessage("'\"' cannot stand in a fence");
    }
}
