package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.Residue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DecisionMetrics metrics = new DecisionMetrics(registry);

    @Test
    @DisplayName("scenario 58: services are counted by how effective their last move is, and no longer when they go")
    void countsServicesByResidue() {
        metrics.residue(null, Residue.Status.WAITING);
        metrics.residue(null, Residue.Status.WAITING);
        metrics.residue(Residue.Status.WAITING, Residue.Status.PARTIALLY_EFFECTIVE);
        assertThat(services("waiting")).isEqualTo(1);
        assertThat(services("partially_effective")).isEqualTo(1);

        metrics.residue(Residue.Status.WAITING, null);
        metrics.residue(Residue.Status.PARTIALLY_EFFECTIVE, Residue.Status.PARTIALLY_EFFECTIVE);
        assertThat(services("waiting")).isZero();
        assertThat(services("partially_effective")).isEqualTo(1);
        assertThat(registry.find("failover.residue").gauges())
                .as("a bounded label")
                .hasSize(4);
    }

    private double services(String status) {
        return registry.get("failover.residue").tag("status", status).gauge().value();
    }
}
