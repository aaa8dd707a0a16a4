package dev.failover.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

    @Test
    void readsValuesAndDefaults() {
        SettingsReader reader = new SettingsReader(Map.of("PORT", " 80 ", "EMPTY", "  "));

        assertThat(reader.port("PORT", 1)).isEqualTo(80);
        assertThat(reader.text("EMPTY", "default")).isEqualTo("default");
        assertThat(reader.duration("AGE", Duration.ofSeconds(3), Duration.ZERO, Duration.ofDays(1)))
                .isEqualTo(Duration.ofSeconds(3));
        reader.refuseIfWrong();
    }

    @Test
    void namesEveryProblemAtOnce() {
        SettingsReader reader =
                new SettingsReader(Map.of("HTTP_PORT", "70000", "DRY_RUN", "yes", "LOCATION", "EU West", "AGE", "5"));
        reader.required("KAFKA_BOOTSTRAP_SERVERS");
        reader.port("HTTP_PORT", 8080);
        reader.flag("DRY_RUN", false);
        reader.name("LOCATION", "local");
        reader.duration("AGE", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofHours(1));

        assertThatThrownBy(reader::refuseIfWrong).hasMessage("""
                KAFKA_BOOTSTRAP_SERVERS is required
                  HTTP_PORT must be a whole number 1..65535, was '70000'
                  DRY_RUN must be true or false, was 'yes'
                  LOCATION must be 1 to 63 of a-z, 0-9 and inner hyphens, was 'EU West'
                  AGE must be a duration 10ms..1h such as 250ms, 1s or 5m, was '5'""");
    }

    @Test
    @DisplayName("scenario 65: a password in a URL is not repeated")
    void doesNotRepeatAPassword() {
        SettingsReader reader = new SettingsReader(Map.of("URLS", "tcp://a:1,https://ana:hunter2@b/"));
        reader.read("URLS", "", "must be something else", value -> {
            throw new IllegalArgumentException(value);
        });

        assertThatThrownBy(reader::refuseIfWrong)
                .hasMessage("URLS must be something else, was 'tcp://a:1,https://[hidden]@b/'");
    }

    @ParameterizedTest
    @CsvSource({"250ms, 250", "1s, 1000", "90s, 90000", "5m, 300000", "2h, 7200000", "1d, 86400000", "0ms, 0"})
    void durationsReadBackAsTheyAreWritten(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
        assertThat(Durations.text(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1", "s", "1 s", "-1s", "1.5s", "1w", "99999999999s"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
