package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Policy;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReleaseCommandTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Map<String, ServiceSpec> services = new TreeMap<>();
    private final Map<String, ServiceState> states = new TreeMap<>();

    @Test
    void releasesOnlyWhatTheBrakeHoldsInTheOrderOfNames() {
        add("c", null, "FLEET_BRAKED");
        add("a", "eu", "FLEET_BRAKED");
        add("b", "eu", "SETTLED");
        add("d", "eu", "FLEET_BRAKED");
        services.put("e", spec("e", "eu"));

        assertThat(ReleaseCommand.held(services, states, null)).containsExactly("a", "c", "d");
        assertThat(ReleaseCommand.held(services, states, "eu")).containsExactly("a", "d");
    }

    @Test
    void theLastBatchHasWhatIsLeft() {
        assertThat(ReleaseCommand.batches(List.of("a", "b", "c", "d", "e"), 2))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
    }

    private void add(String name, @Nullable String group, String diagnosis) {
        services.put(name, spec(name, group));
        states.put(
                name,
                new ServiceState(
                        name,
                        NOW,
                        Policy.Mode.AUTO,
                        "primary",
                        1,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        NOW,
                        null,
                        Map.of(),
                        null,
                        null,
                        new ServiceState.Explanation(diagnosis, NOW, "it is so", List.of(), "nothing")));
    }

    private static ServiceSpec spec(String name, @Nullable String group) {
        ServiceSpec plain = Specs.service(name, name + ".example.com");
        return new ServiceSpec(name, plain.record(), false, plain.endpoints(), plain.probing(), plain.policy(), group);
    }
}
