package dev.failover.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.plan.ServicePlan.Action;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSet;
import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTextTest {

    private static final Duration TTL = Duration.ofSeconds(30);
    private static final ServiceSpec SPEC = new ServiceSpec(
            "search",
            new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, TTL),
            false,
            List.of(endpoint("primary", "192.0.2.10"), endpoint("secondary", "192.0.2.20")),
            Probing.DEFAULT,
            Policy.DEFAULT);

    @Test
    void whatIsGoneNewAndOtherHasItsMark() {
        String text = PlanText.of(List.of(plan(
                Action.MOVE,
                List.of(weighted("a", "192.0.2.10", 10), weighted("b", "192.0.2.20", 0)),
                List.of(weighted("a", "192.0.2.10", 0), weighted("c", "192.0.2.30", 100)),
                null)));

        assertThat(text)
                .contains("""
                          ~ es.example.com A 'a' 192.0.2.10 weight 10 ttl 30s
                                          => 'a' 192.0.2.10 weight 0 ttl 30s
                        """)
                .contains("  - es.example.com A 'b' 192.0.2.20 weight 0 ttl 30s\n")
                .contains("  + es.example.com A 'c' 192.0.2.30 weight 100 ttl 30s\n");
    }

    @Test
    void whatAStrangerWroteDoesNotSpeakToTheTerminal() {
        FenceSnapshot hostile = new FenceSnapshot("\u001b[2J\nPlan: 9 to create\u009b", TTL);

        String text = PlanText.of(List.of(plan(Action.REFUSED, List.of(), List.of(), hostile)));

        assertThat(text).doesNotContain("\u001b").doesNotContain("\u009b").contains("\"?[2J?Plan: 9 to create?\"");
    }

    @Test
    void theLastLineCountsAndNamesWhatIsSeldomOnlyWhereItIs() {
        ServicePlan create = plan(Action.CREATE, List.of(), List.of(), null);
        ServicePlan move = plan(Action.MOVE, List.of(), List.of(), null);
        ServicePlan steered = plan(Action.STEERING, List.of(), List.of(), null);

        assertThat(PlanText.of(List.of(create, create)))
                .endsWith("Plan: 2 to create, 0 to fence, 0 unchanged, 0 refused\n");
        assertThat(PlanText.of(List.of(move, steered)))
                .endsWith("Plan: 0 to create, 1 to move, 0 to fence, 0 unchanged, 0 refused, 1 by steering\n");
    }

    private static ServicePlan plan(
            Action action, List<RecordSet> before, List<RecordSet> after, @Nullable FenceSnapshot fence) {
        return new ServicePlan(
                SPEC,
                action,
                Optional.empty(),
                before,
                after,
                Optional.ofNullable(fence),
                Optional.ofNullable(fence),
                Optional.empty(),
                Recovery.of(SPEC, TTL, Optional.empty()));
    }

    private static RecordSet weighted(String identifier, String address, long weight) {
        return new RecordSet(Target.of(address), TTL, new RecordSet.Role.Weighted(identifier, weight), null);
    }

    private static Endpoint endpoint(String name, String address) {
        return new Endpoint(name, Target.of(address), new Check.Tcp(address, 9200, null));
    }
}
