package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.HealthTransition;
import dev.failover.event.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoticeTest {

    @ParameterizedTest
    @DisplayName("scenario 64: a subject is one line of ASCII that begins with a letter or digit")
    @CsvSource(textBlock = """
            'search: primary is DOWN',         'search: primary is DOWN'
            'two\nlines\r\nand\ta tab',        'two lines and a tab'
            'fire \uD83D\uDD25 in the hall',   'fire in the hall'
            '\uD83D\uDD25 first',              'first'
            'K\u00f6ln is DOWN',               'K ln is DOWN'
            '*.example.com',                   'failover *.example.com'
            '7 services',                      '7 services'
            '',                                'failover'
            '\u0000\u0007',                    'failover'
            """)
    void makesASubjectThatSnsTakes(String given, String subject) {
        assertThat(subject(given)).isEqualTo(subject);
    }

    @Test
    @DisplayName("scenario 64: 150 characters become 99")
    void cutsALongSubject() {
        assertThat(subject("x".repeat(99))).isEqualTo("x".repeat(99));
        assertThat(subject("x".repeat(100))).isEqualTo("x".repeat(96) + "...");
        assertThat(subject("*".repeat(150)))
                .hasSize(99)
                .startsWith("failover ***")
                .endsWith("...");
    }

    private static String subject(String given) {
        return Events.notice(given, "text", "{}").subject();
    }

    @Test
    void isToldAsItIsWhileItIsNews() {
        Notice notice = Events.notice("search: primary is DOWN", "it is", "{}");

        assertThat(notice.toldAt(Events.NOON.plus(Notice.LATE_AFTER))).isSameAs(notice);
        assertThat(notice.toldAt(Events.NOON.minusSeconds(600))).isSameAs(notice);
    }

    @Test
    void saysThatItIsLateAndWhenItHappened() {
        Notice notice = Events.notice("search: primary is DOWN", "it is", "{}");

        Notice late = notice.toldAt(Events.NOON.plus(Duration.ofMinutes(200)));

        assertThat(late.late()).isTrue();
        assertThat(late.subject()).isEqualTo("Late: search: primary is DOWN");
        assertThat(late.text())
                .isEqualTo("Late: this happened at 2026-11-23T12:00:00Z, 200m before this notice, and later events"
                        + " may have overtaken it.\n\nit is");
        assertThat(late.id()).isEqualTo(notice.id());
        assertThat(late.severity()).isEqualTo(notice.severity());
        assertThat(late.toldAt(Events.NOON.plus(Duration.ofDays(1)))).isSameAs(late);
    }

    @ParameterizedTest
    @DisplayName("scenario 65: no part of any notice shows a secret that its event's reason has")
    @EnumSource
    void showsNoSecret(Kind kind) throws Exception {
        String reason = "es-a: \"https://es:hunter2@es-a:9200 said 401 to Authorization: Bearer eyJ0ZXN0\"";

        Notice notice = new Notices().of(kind.event(reason)).get(0);

        assertThat(notice.text())
                .contains("https://[hidden]@es-a:9200 said 401 to Authorization: Bearer [hidden]")
                .doesNotContain("hunter2", "eyJ0ZXN0");
        assertThat(notice.subject()).doesNotContain("hunter2", "eyJ0ZXN0");
        assertThat(notice.json()).doesNotContain("hunter2", "eyJ0ZXN0");
        assertThat(new ObjectMapper().readTree(notice.json()).path("reason").asText())
                .endsWith("Authorization: Bearer [hidden]\"");
    }

    private enum Kind {
        TRANSITION,
        DECISION,
        CHANGE;

        Event event(String reason) {
            return switch (this) {
                case TRANSITION ->
                    new HealthTransition("search", "primary", Verdict.UP, Verdict.DOWN, List.of(), reason, Events.NOON);
                case DECISION -> Events.decision(Decision.Kind.MANUAL, 4, "primary", false, reason, Events.NOON);
                case CHANGE -> Events.change(DnsChange.Status.FAILED, 4, reason, Events.NOON);
            };
        }
    }
}
