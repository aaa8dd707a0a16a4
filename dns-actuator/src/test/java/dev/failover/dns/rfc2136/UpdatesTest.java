package dev.failover.dns.rfc2136;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.DnsRecord.Routing;
import dev.failover.event.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

class UpdatesTest {

    private static final String FENCE_1 =
            "v=failover1 owner=ops service=search epoch=1 decision=search-1 target=primary";
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Planner planner = new Planner("ops");

    @Test
    void whereNothingWasNothingIsRequired() {
        Message update =
                Updates.of(List.of(plan(claim().record(record(RecordType.A)).build(), Found.nothing())));

        assertThat(lines(update, Section.ZONE)).containsExactly("example.com. 0 IN SOA");
        assertThat(lines(update, Section.PREREQ))
                .containsExactly(
                        "es.example.com. 0 NONE A",
                        "es.example.com. 0 NONE CNAME",
                        "_failover.es.example.com. 0 NONE TXT",
                        "_failover.es.example.com. 0 NONE CNAME");
        assertThat(lines(update, Section.UPDATE))
                .containsExactly(
                        "es.example.com. 30 IN A 192.0.2.10",
                        "_failover.es.example.com. 60 IN TXT \"" + FENCE_1 + "\"");
    }

    @Test
    void aCnameNeedsANameThatIsNotInUse() {
        Decision claim = claim().record(record(RecordType.CNAME))
                .with(Target.of("a.example.net"), Target.of("b.example.net"))
                .build();

        assertThat(lines(Updates.of(List.of(plan(claim, Found.nothing()))), Section.PREREQ))
                .startsWith("es.example.com. 0 NONE ANY", "_failover.es.example.com. 0 NONE TXT");
    }

    @Test
    void exactlyWhatWasReadIsRequiredAndReplaced() {
        Found found = found(Target.of("192.0.2.10", "192.0.2.11"));
        Decision move = failover()
                .record(record(RecordType.A))
                .with(Target.of("192.0.2.10", "192.0.2.11"), Target.of("192.0.2.20"))
                .build();

        Message update = Updates.of(List.of(plan(move, found)));

        assertThat(lines(update, Section.PREREQ))
                .containsExactly(
                        "es.example.com. 0 IN A 192.0.2.10",
                        "es.example.com. 0 IN A 192.0.2.11",
                        "_failover.es.example.com. 0 IN TXT \"" + FENCE_1 + "\"");
        assertThat(lines(update, Section.UPDATE))
                .containsExactly(
                        "es.example.com. 0 ANY A",
                        "es.example.com. 30 IN A 192.0.2.20",
                        "_failover.es.example.com. 0 ANY TXT",
                        "_failover.es.example.com. 60 IN TXT \"v=failover1 owner=ops service=search epoch=2"
                                + " decision=search-2 target=secondary\"");
    }

    @Test
    void aClaimRequiresTheRecordAndWritesTheFenceAlone() {
        Found unfenced = new Found(found(Target.of("192.0.2.10")).record(), Optional.empty(), Optional.empty());

        Message update = Updates.of(
                List.of(plan(claim().adopting().record(record(RecordType.A)).build(), unfenced)));

        assertThat(lines(update, Section.PREREQ)).contains("es.example.com. 0 IN A 192.0.2.10");
        assertThat(lines(update, Section.UPDATE))
                .containsExactly("_failover.es.example.com. 60 IN TXT \"" + FENCE_1 + "\"");
    }

    @Test
    void allPrerequisitesOfManyPlansStandInOneMessage() {
        List<Plan> plans = IntStream.range(0, 3)
                .mapToObj(i -> plan(
                        claim().of("s" + i)
                                .record(record("s" + i + ".example.com", RecordType.A))
                                .build(),
                        Found.nothing()))
                .toList();

        Message update = Updates.of(plans);

        assertThat(lines(update, Section.PREREQ)).hasSize(12);
        assertThat(lines(update, Section.UPDATE)).hasSize(6);
    }

    @Test
    @DisplayName("scenario 48: as many plans as a message holds; one that cannot be written stands alone")
    void splitsWhatIsTooMuchForOneMessage() {
        List<Plan> plans = IntStream.range(0, 1_000)
                .mapToObj(i -> plan(
                        claim().of("s" + i)
                                .record(record("s" + i + ".example.com", i == 500 ? RecordType.AAAA : RecordType.A))
                                .with(Target.of(i == 500 ? "no:address" : "192.0.2.1"), Target.of("::"))
                                .build(),
                        Found.nothing()))
                .toList();

        List<List<Plan>> messages = Updates.split(plans);

        assertThat(messages.stream().flatMap(List::stream)).containsExactlyElementsOf(plans);
        assertThat(messages).hasSizeBetween(4, 9);
        assertThat(messages)
                .filteredOn(message -> message.contains(plans.get(500)))
                .singleElement()
                .isEqualTo(List.of(plans.get(500)));
        messages.stream()
                .filter(message -> !message.contains(plans.get(500)))
                .forEach(message ->
                        assertThat(Updates.of(message).toWire().length).isLessThan(Updates.MOST_BYTES));
        assertThatThrownBy(() -> Updates.of(List.of(plans.get(500))))
                .isInstanceOfSatisfying(
                        DnsProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessageContaining("cannot hold 'no:address'");
    }

    @Test
    void aFenceIsReplacedByItself() {
        Message update = Updates.rewriting(record(RecordType.A), new FenceSnapshot(FENCE_1, MINUTE));

        assertThat(lines(update, Section.PREREQ))
                .containsExactly("_failover.es.example.com. 0 IN TXT \"" + FENCE_1 + "\"");
        assertThat(lines(update, Section.UPDATE))
                .containsExactly(
                        "_failover.es.example.com. 0 ANY TXT",
                        "_failover.es.example.com. 60 IN TXT \"" + FENCE_1 + "\"");
    }

    private Plan plan(Decision decision, Found found) {
        return ((Planned.Change) planner.plan(decision, found)).plan();
    }

    private static Found found(Target target) {
        return new Found(
                Optional.of(new RecordSnapshot(target, MINUTE)),
                Optional.of(new FenceSnapshot(FENCE_1, MINUTE)),
                Optional.empty());
    }

    private static DnsRecord record(RecordType type) {
        return record("es.example.com", type);
    }

    private static DnsRecord record(String name, RecordType type) {
        return new DnsRecord(
                "example.com", name, type, Duration.ofSeconds(30), DnsRecord.Provider.RFC_2136, Routing.SIMPLE);
    }

    private static List<String> lines(Message update, int section) {
        return update.getSection(section).stream()
                .map(Record::toString)
                .map(line -> line.replaceAll("\\s+", " ").strip())
                .toList();
    }
}
