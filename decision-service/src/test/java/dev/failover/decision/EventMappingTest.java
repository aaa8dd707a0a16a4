package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.decision.core.CommandSeen;
import dev.failover.decision.core.Instructions;
import dev.failover.decision.core.Order;
import dev.failover.event.Command;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("scenario 16: the clock of the machine on which a person types may be wrong")
class EventMappingTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant THEIR_NOON = NOON.minusSeconds(3_600);

    @Test
    void anOrderCountsFromWhenTheBrokerGotIt() {
        Command command = command(Command.Kind.FAILOVER, "secondary", THEIR_NOON.plusSeconds(600));

        assertThat(EventMapping.coreEvent(command, NOON))
                .contains(new CommandSeen.Move(
                        new Order("secondary", false, "ana", "drill", NOON, NOON.plusSeconds(600))));
    }

    @Test
    void anOrderWithoutAnEndHasNone() {
        assertThat(EventMapping.coreEvent(command(Command.Kind.FAILOVER, "secondary", null), NOON))
                .contains(new CommandSeen.Move(new Order("secondary", false, "ana", "drill", NOON, null)));
    }

    @Test
    void aPauseLastsAsLongAsTheySaid() {
        Instructions.Term term = new Instructions.Term(NOON.plusSeconds(600), "ana", "drill");

        assertThat(EventMapping.coreEvent(command(Command.Kind.PAUSE, null, THEIR_NOON.plusSeconds(600)), NOON))
                .contains(new CommandSeen.Hold(term));
        assertThat(EventMapping.coreEvent(
                        command(Command.Kind.MAINTENANCE, "primary", THEIR_NOON.plusSeconds(600)), NOON))
                .contains(new CommandSeen.Maintain("primary", term));
    }

    private static Command command(Command.Kind kind, @Nullable String endpoint, @Nullable Instant until) {
        return new Command("search", "c-1", kind, endpoint, false, until, "ana", "drill", THEIR_NOON);
    }
}
