package dev.failover.awslocal.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.awslocal.wire.AwsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> published = new ArrayList<>();
    private final Changes changes = new Changes(clock, Duration.ofSeconds(10));

    @Test
    void isPendingUntilTheDelayHasPassed() {
        changes.submit("C1", "why", () -> published.add("C1"));

        clock.advance(Duration.ofMillis(9_999));
        assertThat(changes.get("C1").inSync()).isFalse();
        assertThat(published).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(changes.get("C1").inSync()).isTrue();
        assertThat(changes.get("C1").comment()).isEqualTo("why");
        assertThat(published).containsExactly("C1");
    }

    @Test
    @DisplayName("scenario 50: a change is held PENDING and let go by the delay")
    void freesAndHoldsWhatIsPendingByANewDelay() {
        changes.submit("C1", null, () -> published.add("C1"));
        changes.setDelay(Duration.ZERO);
        changes.submit("C2", null, () -> published.add("C2"));
        changes.setDelay(Duration.ofHours(1));
        changes.submit("C3", null, () -> published.add("C3"));

        assertThat(changes.get("C2").inSync()).as("what is in sync stays so").isTrue();
        assertThat(changes.get("C3").inSync()).isFalse();
        assertThat(published).containsExactly("C1", "C2");
    }

    @Test
    void forgetsTheOldest() {
        for (int i = 0; i <= Changes.MAX_REMEMBERED; i++) {
            changes.submit("C" + i, null, () -> {});
        }

        assertThat(changes.get("C1").inSync()).isFalse();
        assertThatThrownBy(() -> changes.get("C0"))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("NoSuchChange"));
    }
}
