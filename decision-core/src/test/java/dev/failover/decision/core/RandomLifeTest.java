package dev.failover.decision.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that live through random checks, answers and orders; what must always hold is looked at after every event. */
class RandomLifeTest {

    private static final int EVENTS = 4_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void holdsWhatMustAlwaysHold(long seed) {
        Life life = new Life(seed);
        for (int i = 0; i < EVENTS; i++) {
            life.step();
        }
        assertThat(life.automaticMoves)
                .as("a life without a move proves nothing, seed %d", seed)
                .isPositive();
    }

    @Test
    void stepsOfGradualMovesAreAmongThem() {
        int steps = 0;
        for (long seed = 1; seed <= 6; seed++) {
            Life life = new Life(seed);
            for (int i = 0; i < EVENTS; i++) {
                life.step();
            }
            steps += life.steps;
        }
        assertThat(steps).isPositive();
    }

    private static final class Life {
        private final Random random;
        private final Policy policy;
        private State state;
        private Instant now = Fixture.NOON;
        private long sequence;
        private final Map<String, Double> failureRate = new HashMap<>();
        private @Nullable Instant lastConfirmedMove;
        private int automaticMoves;
        private int steps;
        private String holder;

        Life(long seed) {
            this.random = new Random(seed);
            // Not by chance: the first numbers of neighbouring seeds are alike.
            Rules rules = new Rules().failsBack(seed % 3 > 0);
            this.policy = (seed % 2 == 0 ? rules.gradual(5, 10, 50) : rules).policy();
            this.state = State.unclaimed(Mode.AUTO);
            this.holder = policy.preferred();
            policy.names().forEach(endpoint -> failureRate.put(endpoint, 0.0));
        }

        void step() {
            now = now.plusMillis(random.nextInt(1_500));
            if (random.nextInt(60) == 0) {
                failureRate.put(anEndpoint(), random.nextInt(3) / 2.0);
            }
            for (String location : List.of("a", "b", "c")) {
                for (String endpoint : policy.names()) {
                    if (random.nextInt(12) > 0) {
                        apply(check(location, endpoint));
                    }
                }
            }
            answerOrSpeak();
            apply(new Tick(now));
        }

        private CheckSeen check(String location, String endpoint) {
            char c = random.nextInt(30) == 0
                    ? '?'
                    : random.nextDouble() < failureRate.getOrDefault(endpoint, 0.0) ? 'F' : '.';
            long number = random.nextInt(20) == 0 ? sequence : ++sequence;
            return Fixture.check(now, endpoint, location, "boot", number, c);
        }

        private void answerOrSpeak() {
            Intent intent = state.intent();
            if (intent != null && random.nextInt(4) == 0) {
                boolean done = random.nextInt(5) > 0;
                String endpoint = intent.to() == null ? holder : intent.to();
                Part part = intent.to() == null ? state.shift() == null ? null : part(state.shift()) : null;
                if (intent.movesAPart()) {
                    part = new Part(endpoint, Objects.requireNonNull(intent.share()));
                    endpoint = String.valueOf(intent.from());
                }
                holder = done ? endpoint : holder;
                apply(new ChangeSeen(
                        now,
                        intent.decisionId(),
                        intent.epoch(),
                        done ? ChangeSeen.Result.CONFIRMED : ChangeSeen.Result.REFUSED,
                        endpoint,
                        "random",
                        part));
                if (done && intent.kind() != MoveKind.CLAIM && part == null) {
                    lastConfirmedMove = now;
                }
            }
            if (random.nextInt(300) == 0) {
                apply(new CommandSeen.Move(new Order(anEndpoint(), random.nextBoolean(), "ana", "random", now, null)));
            }
        }

        private static Part part(Shift shift) {
            return new Part(shift.to(), shift.share());
        }

        private String anEndpoint() {
            return policy.names().get(random.nextInt(policy.names().size()));
        }

        private void apply(Event event) {
            State before = state;
            Outcome outcome = event.apply(policy, state);
            state = outcome.next();
            assertThat(event.apply(policy, before)).isEqualTo(outcome);
            outcome.effects().forEach(effect -> {
                if (effect instanceof Effect.Decide decide) {
                    mustBeRight(before, decide.intent());
                }
            });
        }

        private void mustBeRight(State before, Intent intent) {
            boolean lapses = before.intent() != null
                    && intent.kind() == MoveKind.CLAIM
                    && before.intent().kind() != MoveKind.CLAIM;
            boolean overtakes = before.intent() != null
                    && before.intent().movesAPart()
                    && intent.epoch() > before.intent().epoch();
            if (before.intent() != null && !lapses && !overtakes) {
                assertThat(intent.decisionId()).isEqualTo(before.intent().decisionId());
                assertThat(intent.epoch()).isEqualTo(before.intent().epoch());
                return;
            }
            assertThat(intent.epoch()).isEqualTo(before.epoch() + 1);
            if (intent.isStep()) {
                steps++;
                mustBeARightStep(before, intent);
                return;
            } else if (Objects.equals(intent.to(), before.active()) && intent.kind() != MoveKind.CLAIM) {
                boolean inFlight = before.intent() != null && before.intent().movesAPart();
                assertThat(before.shift() != null || inFlight)
                        .as("there is something to take back")
                        .isTrue();
                return;
            }
            if (intent.kind() == MoveKind.FAILOVER || intent.kind() == MoveKind.FAILBACK) {
                automaticMoves++;
                mustBeARightAutomaticMove(before, intent);
            }
        }

        /** A share only grows, and only while both sides are UP. */
        private void mustBeARightStep(State before, Intent intent) {
            assertThat(state.endpoint(String.valueOf(intent.to()), now).verdict())
                    .isEqualTo(Verdict.UP);
            assertThat(state.endpoint(String.valueOf(before.active()), now).verdict())
                    .isEqualTo(Verdict.UP);
            Shift shift = before.shift();
            int has = shift != null && shift.to().equals(intent.to()) ? shift.share() : 0;
            assertThat(intent.share()).isGreaterThan(has);
        }

        private void mustBeARightAutomaticMove(State before, Intent intent) {
            String active = before.active();
            assertThat(active).isNotNull().isNotEqualTo(intent.to());
            assertThat(state.endpoint(String.valueOf(intent.to()), now).verdict())
                    .isEqualTo(Verdict.UP);
            if (intent.kind() == MoveKind.FAILOVER) {
                assertThat(state.endpoint(String.valueOf(active), now).verdict())
                        .isEqualTo(Verdict.DOWN);
            }
            if (lastConfirmedMove != null) {
                assertThat(now)
                        .isAfterOrEqualTo(lastConfirmedMove.plus(policy.moves().coolDown()));
            }
        }
    }
}
