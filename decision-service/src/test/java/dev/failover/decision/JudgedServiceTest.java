package dev.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Decision;
import dev.failover.event.Event;
import dev.failover.event.Observation;
import dev.failover.event.ServiceSpec;
import dev.failover.event.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JudgedServiceTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private Instant now = NOON;
    private long sequence;
    private JudgedService service = JudgedService.restored(Services.spec("search"), Optional.empty());

    @Test
    void aDecisionCarriesAllThatTheChangeNeeds() {
        assertThat(service.judge(now, null)).singleElement().isInstanceOfSatisfying(Decision.class, decision -> {
            assertThat(decision.id()).isEqualTo("search-1");
            assertThat(decision.kind()).isEqualTo(Decision.Kind.CLAIM);
            assertThat(decision.record().name()).isEqualTo("es.example.com");
            assertThat(decision.targets().keySet()).containsExactly("primary", "secondary");
        });
    }

    @Test
    void writesItsStateOnlyWhenSomethingChangedOrItGrewOld() {
        settle();
        assertThat(service.stateToWrite(now)).isPresent();

        hear("primary", Observation.Outcome.PASS);
        service.judge(now, null);
        assertThat(service.stateToWrite(now)).isEmpty();

        hear("primary", Observation.Outcome.FAIL);
        assertThat(service.stateToWrite(now)).isPresent();
        assertThat(service.stateToWrite(now.plusSeconds(59))).isEmpty();
        assertThat(service.stateToWrite(now.plusSeconds(60))).isPresent();
    }

    @Test
    void countsOnWhereTheLastOwnerLeftIt() {
        settle();
        hear("primary", Observation.Outcome.FAIL);
        hear("primary", Observation.Outcome.FAIL);
        service.judge(now, null);
        ServiceState kept = service.stateToWrite(now).orElseThrow();

        service = JudgedService.restored(Services.spec("search"), Optional.of(kept));
        hear("primary", Observation.Outcome.FAIL);
        hear("secondary", Observation.Outcome.PASS);

        assertThat(service.judge(now, null))
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                Decision.class, d -> assertThat(d.to()).isEqualTo("secondary")));
    }

    @Test
    @DisplayName("scenario 30: a decision in flight is published again word for word, whatever the rules say by then")
    void aDecisionInFlightKeepsTheRulesThatItWasMadeBy() {
        settle();
        for (int i = 0; i < 3; i++) {
            hear("primary", Observation.Outcome.FAIL);
            hear("secondary", Observation.Outcome.PASS);
        }
        Decision first = decision(service.judge(now, null));

        service.specify(Services.spec("search").adopting());
        now = now.plusSeconds(30);
        Decision again = decision(service.judge(now, null));

        assertThat(again).isEqualTo(first);
        assertThat(again.policyVersion()).isEqualTo(Services.spec("search").version());
    }

    private static Decision decision(List<Event> events) {
        return events.stream()
                .filter(Decision.class::isInstance)
                .map(Decision.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameSpecificationAgainChangesNothing() {
        assertThat(service.specify(Services.spec("search"))).isFalse();
        assertThat(service.specify(Services.spec("search").adopting())).isTrue();
    }

    @Test
    void anotherRecordIsClaimedAnew() {
        settle();
        ServiceSpec renamed = Services.spec("search", "other.example.com", Duration.ofMinutes(2));

        service.specify(renamed);

        assertThat(service.judge(now, null)).singleElement().isInstanceOfSatisfying(Decision.class, decision -> {
            assertThat(decision.kind()).isEqualTo(Decision.Kind.CLAIM);
            assertThat(decision.record().name()).isEqualTo("other.example.com");
            assertThat(decision.epoch()).isEqualTo(2);
        });
    }

    @Test
    @DisplayName("scenario 60: a drift is held, or claimed where the policy adopts it")
    void claimsADriftOnlyWhereThePolicyAdoptsIt() {
        settle();
        service.take(Services.drifted("search", "search-1", 1, "secondary"), now);
        assertThat(service.judge(now, null)).isEmpty();

        service.specify(Services.adoptingDrift("search"));
        service.take(Services.drifted("search", "search-1", 1, "secondary"), now);

        assertThat(decision(service.judge(now, null)).kind()).isEqualTo(Decision.Kind.CLAIM);
    }

    @Test
    @DisplayName("scenario 46: a move by hand is claimed whatever the policy says of drift")
    void claimsAMoveByHand() {
        settle();
        service.take(Services.verified("search", "manual-dns-1-ana", 2, "secondary"), now);

        assertThat(decision(service.judge(now, null)).kind()).isEqualTo(Decision.Kind.CLAIM);
    }

    private void settle() {
        List<Event> claim = service.judge(now, null);
        assertThat(claim).hasSize(1);
        service.take(Services.verified("search", "search-1", 1, "primary"), now);
        for (int i = 0; i < 3; i++) {
            hear("primary", Observation.Outcome.PASS);
            hear("secondary", Observation.Outcome.PASS);
        }
        service.judge(now, null);
        // Past the first failures' window and the like: steady.
        for (int i = 0; i < 12; i++) {
            hear("primary", Observation.Outcome.PASS);
            hear("secondary", Observation.Outcome.PASS);
        }
        service.judge(now, null);
    }

    private void hear(String endpoint, Observation.Outcome outcome) {
        now = now.plusSeconds(1);
        for (String location : List.of("a", "b", "c")) {
            service.take(Services.observation("search", location, endpoint, ++sequence, outcome), now);
        }
    }
}
