package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Command;
import dev.failover.event.Decision;
import dev.failover.event.DnsChange;
import dev.failover.event.Event;
import dev.failover.event.EventCodec;
import dev.failover.event.ServiceState.Residue;
import dev.failover.event.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {

    private final Notices notices = new Notices();

    @ParameterizedTest
    @CsvSource({
        "UP, DOWN, CRITICAL, a FAILOVER notice follows",
        "UNKNOWN, DOWN, CRITICAL, a FAILOVER notice follows",
        "UP, SUSPECT, WARNING, The locations disagree: nothing is moved",
        "DOWN, UNKNOWN, WARNING, Too few locations can tell: nothing is moved",
        "DOWN, UP, INFO, Nothing is to be done",
        "SUSPECT, UP, INFO, Nothing is to be done",
    })
    void tellsOfAVerdict(Verdict from, Verdict to, Notice.Severity severity, String meaning) {
        Notice notice = told(Events.transition(from, to)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(severity);
        assertThat(notice.kind()).isEqualTo("TRANSITION");
        assertThat(notice.epoch()).isZero();
        assertThat(notice.subject()).isEqualTo("search: primary is " + to);
        assertThat(notice.text())
                .startsWith("primary is " + to + " in 1 of 2 locations (before: " + from + ").\n")
                .contains(meaning)
                .contains("  primary from eu-west-1a: DOWN\n  primary from eu-west-1b: UNKNOWN\n");
        assertThat(notice.id()).isEqualTo("search/primary/" + Events.NOON.toEpochMilli() + "/" + to);
    }

    @Test
    void doesNotTellThatANewServiceIsWell() {
        assertThat(told(Events.transition(Verdict.UNKNOWN, Verdict.UP))).isEmpty();
    }

    @Test
    @DisplayName("scenario 2: whoever was told UNKNOWN is told when it is over")
    void tellsTheEndOfAnUnknown() {
        told(Events.transition(Verdict.UP, Verdict.UNKNOWN));

        Optional<Notice> end = told(Events.transition(Verdict.UNKNOWN, Verdict.UP));

        assertThat(end).isPresent();
        assertThat(told(Events.transition(Verdict.UNKNOWN, Verdict.UP)))
                .as("read again after a rebalance")
                .isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"FAILOVER, CRITICAL", "FAILBACK, WARNING", "MANUAL, WARNING"})
    void tellsOfAMove(Decision.Kind kind, Notice.Severity severity) {
        Notice notice = told(Events.decision(kind)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(severity);
        assertThat(notice.kind()).isEqualTo("DECISION");
        assertThat(notice.epoch()).isEqualTo(4);
        assertThat(notice.id()).isEqualTo("search-4");
        assertThat(notice.subject()).isEqualTo("search: " + kind + " primary to secondary");
        assertThat(notice.text()).isEqualTo("""
                        primary is DOWN in 2 of 2 locations.
                        DNS is being changed now, and a notice of the outcome follows. es.example.com A shall answer \
                        10.0.2.10, 10.0.2.11.
                        Decision search-4, epoch 4.

                        Votes:
                          primary from eu-west-1a: DOWN
                        """);
        assertThat(notice.json()).isEqualTo(EventCodec.json(Events.decision(kind)));
    }

    @Test
    void namesNoOriginThatIsNotKnown() {
        Decision unknownOrigin = Events.decision(Decision.Kind.MANUAL, 2, null, false, "ordered", Events.NOON);

        assertThat(told(unknownOrigin).orElseThrow().subject()).isEqualTo("search: MANUAL to secondary");
    }

    @Test
    void wakesNobodyForAShadowDecision() {
        Decision shadow = Events.decision(Decision.Kind.FAILOVER, 2, "primary", true, "it is DOWN", Events.NOON);

        Notice notice = told(shadow).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.INFO);
        assertThat(notice.subject()).isEqualTo("search: (shadow) FAILOVER primary to secondary");
        assertThat(notice.text())
                .contains("Shadow mode: nothing is changed. es.example.com A would answer 10.0.2.10")
                .doesNotContain("shall", "is being changed");
    }

    @Test
    void doesNotTellOfAClaim() {
        assertThat(told(Events.decision(Decision.Kind.CLAIM))).isEmpty();
    }

    @Test
    void tellsWhenTheNameHasMovedAndHowLongItTook() {
        Notice notice = told(Events.change(DnsChange.Status.VERIFIED)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.INFO);
        assertThat(notice.kind()).isEqualTo("CHANGE_VERIFIED");
        assertThat(notice.subject()).isEqualTo("search: DNS change VERIFIED, the name has secondary");
        assertThat(notice.text()).isEqualTo("""
                        es.example.com A answers 10.0.2.10, 10.0.2.11 (before: 10.0.1.10): as a test says.
                        Decision search-4, epoch 4.
                        Seconds after the first failed check: decided 3.0, accepted 3.3, in sync 23.0, verified 24.0.
                        """);
    }

    @Test
    void writesNumbersAlikeInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(told(Events.change(DnsChange.Status.VERIFIED))
                            .orElseThrow()
                            .text())
                    .contains("decided 3.0");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysThatAPlanChangedNothing() {
        Notice notice = told(Events.change(DnsChange.Status.PLANNED)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.INFO);
        assertThat(notice.subject()).isEqualTo("search: DNS change PLANNED");
        assertThat(notice.text())
                .startsWith("es.example.com A would answer 10.0.2.10, 10.0.2.11 and keeps 10.0.1.10."
                        + " Nothing was changed: as a test says.\n");
    }

    @Test
    void saysThatARefusalLeavesTheNameWhereItIs() {
        Notice notice = told(Events.change(DnsChange.Status.REFUSED)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.CRITICAL);
        assertThat(notice.subject()).isEqualTo("search: DNS change REFUSED");
        assertThat(notice.text())
                .startsWith("es.example.com A was not changed, and the name stays where it is: as a test says.\n"
                        + "Somebody has to look")
                .contains("Seconds after the first failed check: decided 3.0.\n");
    }

    @Test
    void saysThatAFailureMayHaveEitherAnswer() {
        Notice notice = told(Events.change(DnsChange.Status.FAILED)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.CRITICAL);
        assertThat(notice.text())
                .contains("the name may have either answer (before: 10.0.1.10, wanted: 10.0.2.10, 10.0.2.11)");
    }

    @Test
    @DisplayName(
            "scenario 60: what somebody else changed is told with what is there and what should be, each thing once")
    void tellsOfADrift() {
        Notice notice = told(Events.change(DnsChange.Status.DRIFTED)).orElseThrow();

        assertThat(notice.severity()).isEqualTo(Notice.Severity.CRITICAL);
        assertThat(notice.kind()).isEqualTo("CHANGE_DRIFTED");
        assertThat(notice.subject()).isEqualTo("search: the DNS record was changed by somebody else");
        assertThat(notice.text())
                .startsWith(
                        "es.example.com A answers 10.0.2.10, 10.0.2.11 and should answer 10.0.1.10: as a test says.\n")
                .contains("a Terraform apply")
                .doesNotContain("Seconds after");
        assertThat(told(Events.change(DnsChange.Status.DRIFTED, 4, "as a test says", Events.NOON.plusSeconds(60)))
                        .orElseThrow()
                        .id())
                .isEqualTo(notice.id());
        assertThat(told(Events.change(DnsChange.Status.DRIFTED, 4, "something else", Events.NOON))
                        .orElseThrow()
                        .id())
                .isNotEqualTo(notice.id());
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "INSYNC"})
    void doesNotTellOfStepsOnTheWay(DnsChange.Status step) {
        assertThat(told(Events.change(step))).isEmpty();
    }

    @Test
    @DisplayName(
            "scenario 50: a change that is not in sync a minute after it was accepted is told, and again after five")
    void tellsOfAChangeThatIsLate() {
        assertThat(told(accepted(Duration.ofSeconds(59)))).isEmpty();

        Notice late = told(accepted(Duration.ofSeconds(64))).orElseThrow();
        Notice later = told(accepted(Duration.ofSeconds(304))).orElseThrow();

        assertThat(late.severity()).isEqualTo(Notice.Severity.WARNING);
        assertThat(late.id()).isEqualTo("search-4/ACCEPTED/1m");
        assertThat(later.id()).isEqualTo("search-4/ACCEPTED/5m");
        assertThat(late.text()).contains("C1 is pending");
    }

    @Test
    @DisplayName("scenario 51: what fails again and again for one reason is told once, until something is carried out")
    void tellsOfALastingFailureOnce() {
        assertThat(told(failed(4, "reads fail"))).isPresent();
        assertThat(told(failed(5, "reads fail"))).isEmpty();
        assertThat(told(failed(6, "changes fail"))).isPresent();
        assertThat(told(Events.change(DnsChange.Status.VERIFIED, 7, "done", Events.NOON)))
                .isPresent();
        assertThat(told(failed(8, "changes fail"))).isPresent();
    }

    private static DnsChange failed(long epoch, String reason) {
        return Events.change(DnsChange.Status.FAILED, epoch, reason, Events.NOON);
    }

    private static DnsChange accepted(Duration ago) {
        DnsChange change = Events.change(DnsChange.Status.ACCEPTED, 4, "C1 is pending", Events.NOON.plus(ago));
        return new DnsChange(
                change.service(),
                change.decisionId(),
                change.epoch(),
                change.status(),
                change.endpoint(),
                change.record(),
                change.before(),
                change.after(),
                change.reason(),
                change.changeId(),
                change.nameServers(),
                new DnsChange.Timings(null, Events.NOON, Events.NOON, null, null),
                change.at());
    }

    @Test
    @DisplayName("scenario 62: an outcome that is published again has the same id")
    void givesAnOutcomeOneId() {
        Optional<Notice> first = told(Events.change(DnsChange.Status.VERIFIED));
        Optional<Notice> again =
                told(Events.change(DnsChange.Status.VERIFIED, 4, "again", Events.NOON.plusSeconds(60)));

        assertThat(first.orElseThrow().id()).isEqualTo("search-4/VERIFIED");
        assertThat(again.orElseThrow().id()).isEqualTo("search-4/VERIFIED");
    }

    @Test
    @DisplayName("scenario 41: the refusal of a decision that a newer one replaced is not told")
    void doesNotTellOfARefusedReplay() {
        told(Events.decision(Decision.Kind.FAILOVER));

        assertThat(told(Events.change(DnsChange.Status.REFUSED, 3, "stale", Events.NOON)))
                .isEmpty();
        assertThat(told(Events.change(DnsChange.Status.REFUSED, 4, "denied", Events.NOON)))
                .isPresent();
        assertThat(told(Events.change(DnsChange.Status.FAILED, 3, "lost", Events.NOON)))
                .isPresent();
    }

    @Test
    @DisplayName("scenario 58: clients that stay are told of once for each move, and once when it ends")
    void tellsOfClientsThatStayOnce() {
        assertThat(told(Events.left(Residue.Status.WAITING, 0))).isEmpty();
        Notice notice = told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 0)).orElseThrow();

        assertThat(notice.kind()).isEqualTo("RESIDUE");
        assertThat(notice.severity()).isEqualTo(Notice.Severity.WARNING);
        assertThat(notice.subject()).isEqualTo("search: the move is PARTIALLY_EFFECTIVE, clients stay at primary");
        assertThat(notice.text())
                .contains(
                        "clients stay at primary: sessions 42 from eu-west-1a at 2026-11-23T12:00:00Z, normal is at most 3")
                .contains("docs/runbooks/clients-stay.md");

        for (int i = 0; i < 3; i++) {
            assertThat(told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 0))).isEmpty();
            assertThat(told(Events.left(Residue.Status.UNKNOWN, 0)))
                    .as("unknown is no end")
                    .isEmpty();
        }
        Notice end = told(Events.left(Residue.Status.EFFECTIVE, 0)).orElseThrow();
        assertThat(end.severity()).isEqualTo(Notice.Severity.INFO);
        assertThat(end.subject()).isEqualTo("search: no more PARTIALLY_EFFECTIVE at primary");
        assertThat(end.id()).isNotEqualTo(notice.id());
        for (int i = 0; i < 3; i++) {
            assertThat(told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 0)))
                    .as("figures that go up and down are no storm")
                    .isEmpty();
            assertThat(told(Events.left(Residue.Status.EFFECTIVE, 0))).isEmpty();
        }
        assertThat(told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 500)))
                .as("another move")
                .isPresent();
    }

    @Test
    @DisplayName("scenario 58: the next move, and a policy that asks no more, end it as well")
    void tellsThatClientsAreWatchedNoMore() {
        told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 0));

        Optional<Notice> end = told(Events.left(null, 0));
        assertThat(end).hasValueSatisfying(notice -> assertThat(notice.text()).contains("watched no more"));
        assertThat(told(Events.left(null, 0))).isEmpty();

        told(Events.left(Residue.Status.PARTIALLY_EFFECTIVE, 500));
        assertThat(told(Events.left(Residue.Status.WAITING, 900))).isPresent();
        assertThat(told(Events.left(Residue.Status.WAITING, 900))).isEmpty();
    }

    @Test
    @DisplayName("scenario 58: clients that leave in time, and that nothing is known of them, wake nobody")
    void saysNothingOfClientsThatLeave() {
        for (Residue.Status status :
                List.of(Residue.Status.WAITING, Residue.Status.UNKNOWN, Residue.Status.EFFECTIVE)) {
            assertThat(told(Events.left(status, 0))).isEmpty();
        }
    }

    @Test
    void tellsNothingOfOtherEvents() {
        Command command = new Command(
                "search", "c-1", Command.Kind.FAILBACK, null, false, null, "ana", "upgrade done", Events.NOON);

        assertThat(told(command)).isEmpty();
    }

    @Test
    @DisplayName("scenario 46: a person's edit that is still there a minute later is no news")
    void tellsARefusalThatLastsOnce() {
        assertThat(told(Events.change(DnsChange.Status.REFUSED, 4, "HUMAN_EDIT", Events.NOON)))
                .isPresent();
        assertThat(told(Events.change(DnsChange.Status.REFUSED, 5, "HUMAN_EDIT", Events.NOON)))
                .isEmpty();
        assertThat(told(Events.change(DnsChange.Status.REFUSED, 6, "access denied", Events.NOON)))
                .isPresent();
        assertThat(told(Events.change(DnsChange.Status.VERIFIED, 7, "done", Events.NOON)))
                .isPresent();
        assertThat(told(Events.change(DnsChange.Status.REFUSED, 8, "access denied", Events.NOON)))
                .isPresent();
    }

    @Test
    @DisplayName("scenario 24: of a gradual move its begin and its end are told, and not each step")
    void tellsTheBeginAndTheEndOfAGradualMove() {
        Notice begin = told(Events.planned(4, "secondary", 5)).orElseThrow();
        assertThat(begin.subject()).isEqualTo("search: MANUAL primary to secondary by steps, 5 % of the answers first");
        assertThat(begin.severity()).isEqualTo(Notice.Severity.WARNING);
        assertThat(begin.text())
                .contains(
                        "es.example.com A, 5 % of the time, shall answer 10.0.2.10.",
                        "an order to primary takes it back");
        assertThat(told(Events.shared(DnsChange.Status.VERIFIED, 4, 5))).isEmpty();
        assertThat(told(Events.planned(5, "secondary", 25))).isEmpty();
        assertThat(told(Events.planned(4, "secondary", 5))).as("read again").contains(begin);
        assertThat(told(Events.shared(DnsChange.Status.PLANNED, 5, 25))).isEmpty();
        assertThat(told(Events.shared(DnsChange.Status.REFUSED, 5, 25)))
                .as("trouble")
                .isPresent();
        assertThat(told(Events.planned(6, "secondary", 100))).isEmpty();
        assertThat(told(Events.change(DnsChange.Status.VERIFIED, 6, "done", Events.NOON))
                        .orElseThrow()
                        .subject())
                .isEqualTo("search: DNS change VERIFIED, the name has secondary");
    }

    @Test
    @DisplayName("scenario 24: that a gradual move is taken back is told, and the next one is told anew")
    void tellsOfAGradualMoveThatIsTakenBack() {
        told(Events.planned(4, "secondary", 5));

        Notice back = told(Events.planned(5, "primary", null)).orElseThrow();
        assertThat(back.subject()).isEqualTo("search: MANUAL to primary, which gets all answers back");
        assertThat(told(Events.planned(6, "secondary", 5))).isPresent();
    }

    private Optional<Notice> told(Event event) {
        return notices.of(event).stream().findFirst();
    }
}
