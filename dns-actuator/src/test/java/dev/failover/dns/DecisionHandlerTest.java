package dev.failover.dns;

import static dev.failover.dns.Decisions.NOON;
import static dev.failover.dns.Decisions.PRIMARY;
import static dev.failover.dns.Decisions.SECONDARY;
import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.DnsChange;
import dev.failover.event.DnsChange.Status;
import dev.failover.event.Target;
import dev.failover.kafka.ConsumeLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecisionHandlerTest {

    private final Actuator actuator = new Actuator();
    private final FakeProvider provider = actuator.provider;

    /** The name is claimed and confirmed; what was published of that is forgotten. */
    @BeforeEach
    void claimed() {
        actuator.take(claim().build());
        actuator.time.pass(Duration.ofSeconds(5));
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        actuator.producer.clear();
        provider.calls.clear();
    }

    @Test
    void movesTheNameAndPublishesEachStepWithItsTime() {
        actuator.take(failover().decidedAt(actuator.time.instant()).build());
        actuator.time.pass(Duration.ofSeconds(5));

        assertThat(provider.record).isEqualTo(new RecordSnapshot(SECONDARY, Duration.ofSeconds(30)));
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED, Status.INSYNC, Status.VERIFIED);
        DnsChange verified = actuator.last();
        assertThat(verified.endpoint()).isEqualTo("secondary");
        assertThat(verified.epoch()).isEqualTo(2);
        assertThat(verified.record()).isEqualTo("es.example.com A");
        assertThat(verified.before()).containsExactly("192.0.2.10");
        assertThat(verified.after()).containsExactly("192.0.2.20");
        assertThat(verified.nameServers()).containsExactly("ns-1", "ns-2");
        assertThat(verified.changeId()).isEqualTo("C2");
        assertThat(verified.timings())
                .isEqualTo(new DnsChange.Timings(
                        NOON.plusSeconds(2),
                        NOON.plusSeconds(5),
                        NOON.plusSeconds(5),
                        NOON.plusMillis(5_500),
                        NOON.plusMillis(5_500)));
        assertThat(actuator.metrics
                        .get("failover.recovery")
                        .tag("step", "verified")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("scenario 41: a decision that is delivered again changes DNS once")
    void aReplayChangesNothing() {
        actuator.take(failover().build());
        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(5));
        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(5));

        assertThat(provider.applied()).isEqualTo(2);
        assertThat(actuator.statuses())
                .as("the one during confirmation is passed over, the one after is confirmed again")
                .containsExactly(Status.ACCEPTED, Status.INSYNC, Status.VERIFIED, Status.VERIFIED);
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");
    }

    @Test
    @DisplayName("scenario 41: a record of long ago is passed over unread, and nobody is told")
    void passesOverRecordsOfLongAgo() {
        actuator.take(
                failover().build(),
                actuator.time.instant().minus(Actuator.MAX_AGE).minusMillis(1));

        assertThat(provider.calls).isEmpty();
        assertThat(actuator.published()).isEmpty();
        assertThat(actuator.metrics.get("failover.decisions.replayed").counter().count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "scenario 40: a decision of long ago that is published again changes nothing, and whoever waits is told")
    void refusesADecisionOfLongAgo() {
        actuator.time.pass(Actuator.MAX_AGE);

        actuator.take(failover().build());

        assertThat(provider.calls).containsExactly("find");
        assertThat(actuator.last().status()).isEqualTo(Status.REFUSED);
        assertThat(actuator.last().reason()).isEqualTo("decided at " + NOON + ", which is too long ago");
        assertThat(actuator.last().before()).containsExactly("192.0.2.10");
    }

    @Test
    @DisplayName("scenario 38: of a decision of long ago that was carried out the answer is given again")
    void confirmsADecisionOfLongAgoThatWasCarriedOut() {
        actuator.take(failover().build());
        actuator.time.pass(Actuator.MAX_AGE.plusSeconds(10));

        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.last().status()).isEqualTo(Status.VERIFIED);
        assertThat(provider.applied()).isEqualTo(2);
    }

    @Test
    @DisplayName("scenario 41: a stale decision is refused")
    void refusesAStaleDecision() {
        actuator.take(failover().id("search-5", 5).build());
        actuator.time.pass(Duration.ofSeconds(5));

        actuator.take(failover().id("search-3", 3).to("primary").build());

        assertThat(actuator.last().status()).isEqualTo(Status.REFUSED);
        assertThat(actuator.last().reason()).startsWith("search-3 is stale");
        assertThat(provider.record).isEqualTo(new RecordSnapshot(SECONDARY, Duration.ofSeconds(30)));
    }

    @Test
    @DisplayName("scenario 46: a human's edit is refused, and what was found is published as it is")
    void publishesAHumansEdit() {
        provider.record = new RecordSnapshot(Target.of("198.51.100.7"), Duration.ofMinutes(5));

        actuator.take(failover().build());

        assertThat(actuator.last().status()).isEqualTo(Status.REFUSED);
        assertThat(actuator.last().reason()).startsWith("HUMAN_EDIT");
        assertThat(actuator.last().before()).containsExactly("198.51.100.7");
        assertThat(actuator.last().after()).containsExactly("198.51.100.7");
        assertThat(provider.applied()).isEqualTo(1);
    }

    @Test
    @DisplayName("scenario 46: an edit between reading and writing refuses the change, and is then seen")
    void seesAnEditBetweenReadingAndWriting() {
        provider.duringCall = () -> {
            if (provider.calls.size() == 2) {
                provider.record = new RecordSnapshot(Target.of("198.51.100.7"), Duration.ofMinutes(5));
            }
        };

        actuator.take(failover().build());

        assertThat(provider.calls).containsExactly("find", "apply", "find");
        assertThat(actuator.last().status()).isEqualTo(Status.REFUSED);
        assertThat(actuator.last().reason()).startsWith("HUMAN_EDIT");
    }

    @Test
    @DisplayName("scenario 49: an answer lost after the change was made is settled by the fence")
    void settlesALostAnswerByTheFence() {
        provider.losesNextAnswer = true;

        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(provider.calls).containsExactly("find", "apply", "find");
        assertThat(provider.applied()).isEqualTo(2);
        assertThat(actuator.statuses()).containsExactly(Status.VERIFIED);
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");
    }

    @Test
    @DisplayName("scenario 49: a change of unknown outcome that was not made is made")
    void repeatsAChangeThatWasNotMade() {
        provider.applyFails.add(Kind.UNCERTAIN);

        actuator.take(failover().build());

        assertThat(provider.calls).containsExactly("find", "apply", "find", "apply");
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED);
    }

    @Test
    void aZoneThatNeverHoldsStillEndsInFailed() {
        provider.applyFails.addAll(List.of(Kind.CONFLICT, Kind.CONFLICT, Kind.CONFLICT, Kind.CONFLICT));

        actuator.take(failover().build());

        assertThat(provider.calls).containsExactly("find", "apply", "find", "apply", "find", "apply");
        assertThat(actuator.last().status()).isEqualTo(Status.FAILED);
        assertThat(actuator.last().reason()).isEqualTo("the fake says CONFLICT");
    }

    @Test
    @DisplayName("scenario 44: throttling is waited out within the budget")
    void waitsOutThrottling() {
        provider.findFails.addAll(List.of(Kind.BUSY, Kind.BUSY));
        provider.applyFails.add(Kind.BUSY);

        actuator.take(failover().build());

        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED);
    }

    @Test
    @DisplayName("scenario 55: what is not allowed is refused at once, with the provider's words")
    void refusesWhatIsNotAllowed() {
        provider.applyFails.add(Kind.DENIED);

        actuator.take(failover().build());

        assertThat(provider.calls).containsExactly("find", "apply");
        assertThat(actuator.last().status()).isEqualTo(Status.REFUSED);
        assertThat(actuator.last().reason()).isEqualTo("the fake says DENIED");
    }

    @Test
    @DisplayName("scenario 51: a provider that is away ends no loop and keeps it from polling for less than it may")
    void survivesAProviderThatIsAway() {
        for (int i = 0; i < 1_000; i++) {
            provider.findFails.add(Kind.UNCERTAIN);
        }
        // Each look is two calls, and both run into their limit.
        provider.duringCall = () -> actuator.time.skip(10_000);
        long before = actuator.time.nanos();

        actuator.take(failover().build());

        assertThat(Duration.ofNanos(actuator.time.nanos() - before)).isLessThan(ConsumeLoop.DEAD_AFTER);
        assertThat(actuator.last().status()).isEqualTo(Status.FAILED);

        provider.findFails.clear();
        provider.duringCall = () -> {};
        actuator.take(failover().build());
        assertThat(actuator.last().status()).isEqualTo(Status.ACCEPTED);
    }

    @Test
    @DisplayName("scenario 51: nor does one whose every change has an unknown outcome")
    void survivesAProviderThatNeverAnswersAChange() {
        provider.applyFails.addAll(List.of(Kind.UNCERTAIN, Kind.UNCERTAIN, Kind.UNCERTAIN, Kind.UNCERTAIN));
        provider.duringCall = () -> actuator.time.skip(7_000);
        long before = actuator.time.nanos();

        actuator.take(failover().build());

        assertThat(Duration.ofNanos(actuator.time.nanos() - before)).isLessThan(ConsumeLoop.DEAD_AFTER);
        assertThat(actuator.last().status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aShadowDecisionIsPlannedAndNothingIsChanged() {
        actuator.take(failover().shadow().build());

        assertThat(provider.calls).containsExactly("find");
        assertThat(actuator.statuses()).containsExactly(Status.PLANNED);
        assertThat(actuator.last().reason()).startsWith("shadow: es.example.com A: 192.0.2.10 => 192.0.2.20;");
        assertThat(actuator.last().endpoint()).isEqualTo("secondary");
        assertThat(actuator.last().timings().acceptedAt()).isNull();
    }

    @Test
    void aDryRunPlansAndChangesNothing() {
        Actuator dry = new Actuator().dryRun();
        dry.take(claim().build());
        dry.provider.record = new RecordSnapshot(PRIMARY, Duration.ofSeconds(30));
        dry.take(failover().adopting().build());
        dry.time.pass(Actuator.LIMIT);

        assertThat(dry.provider.applied()).isZero();
        assertThat(dry.statuses()).containsExactly(Status.PLANNED, Status.PLANNED);
        assertThat(dry.published())
                .allSatisfy(change -> assertThat(change.reason()).startsWith("dry run: "));
    }

    @Test
    void inShadowTooWhatIsDoneIsDone() {
        actuator.take(claim().shadow().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(actuator.statuses()).containsExactly(Status.PLANNED);
        assertThat(actuator.last().reason()).isEqualTo("nothing to do: the name has primary");
    }

    @Test
    @DisplayName(
            "scenario 25: of the decisions of a service in one poll the newest is carried out, the others are refused")
    void carriesOutTheNewestOfAPoll() {
        actuator.takeAll(List.of(
                failover().id("search-2", 2).build(),
                failover().id("search-2", 2).build(),
                failover().id("search-3", 3).to("primary").build()));

        assertThat(actuator.published())
                .extracting(change -> change.decisionId() + " " + change.status())
                .containsExactly("search-2 REFUSED", "search-2 REFUSED", "search-3 ACCEPTED");
        assertThat(actuator.published().get(0).reason()).isEqualTo("overtaken by search-3 before it was carried out");
        assertThat(provider.fence).isNotNull();
        assertThat(provider.calls).containsExactly("find", "apply");
    }

    @Test
    void aDecisionThatComesTwiceInAPollIsCarriedOutOnce() {
        actuator.takeAll(List.of(failover().build(), failover().build()));

        assertThat(provider.calls).containsExactly("find", "apply");
        assertThat(actuator.statuses()).containsExactly(Status.ACCEPTED);
    }

    @Test
    void aTombstoneIsPassedOver() {
        actuator.takeTombstone();

        assertThat(provider.calls).isEmpty();
        assertThat(actuator.published()).isEmpty();
    }

    @Test
    @DisplayName(
            "scenario 36: when Kafka does not take the answer the loop ends, and after the restart it is given again")
    void aFailedPublishEndsTheLoopAndIsHealedByReadingAgain() {
        actuator.producer.sendException = new IllegalStateException("Kafka is away");
        assertThatThrownBy(() -> actuator.take(failover().build())).hasMessage("Kafka is away");
        assertThat(provider.applied()).isEqualTo(2);
        actuator.producer.sendException = null;

        actuator.take(failover().build());
        actuator.time.pass(Duration.ofSeconds(1));

        assertThat(provider.applied()).isEqualTo(2);
        assertThat(actuator.statuses()).containsExactly(Status.VERIFIED);
    }
}
