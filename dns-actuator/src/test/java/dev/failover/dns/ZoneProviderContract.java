package dev.failover.dns;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.Found;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.dns.plan.Values;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every DNS provider keeps that writes the zone itself: what people do there between reading and writing wins, record
 * and fence are written together, and a name is the same in every spelling.
 */
public abstract class ZoneProviderContract extends DnsProviderContract {

    private static final String FENCE = "v=failover1 owner=ops service=search epoch=%d decision=%s target=%s";

    private ZoneFixture zone;
    private String name;

    /** A fresh one for each test. */
    protected abstract ZoneFixture openZone() throws Exception;

    @Override
    protected final ProviderFixture open() throws Exception {
        return openZone();
    }

    @BeforeEach
    void takeName() {
        zone = (ZoneFixture) fixture;
        name = record.name();
    }

    @Test
    void claimsANameThatNobodyHas() {
        assertThat(provider.find(record)).isEqualTo(Found.nothing());

        apply(claim().record(record).build());

        assertHolds("192.0.2.10");
        assertThat(zone.ttl(name, RecordType.A)).isEqualTo(30);
        assertFence(1, "search-1", "primary");
    }

    @Test
    void movesAName() {
        apply(claim().record(record).build());

        apply(failover().record(record).build());

        assertHolds("192.0.2.20");
        assertFence(2, "search-2", "secondary");
    }

    @Test
    @DisplayName("scenario 53: a record that somebody made is adopted as it is, and moved from there")
    void adoptsARecordAsItIs() {
        zone.put(name.toUpperCase(Locale.ROOT) + ".", RecordType.A, 77, "192.0.2.10");

        apply(claim().adopting().record(record).build());
        assertHolds("192.0.2.10");
        assertThat(zone.ttl(name, RecordType.A)).isEqualTo(77);
        assertFence(1, "search-1", "primary");

        apply(failover().record(record).build());
        assertHolds("192.0.2.20");
        assertThat(zone.ttl(name, RecordType.A)).isEqualTo(30);
    }

    @Test
    @DisplayName("scenario 46: a person's edit between reading and writing refuses the whole change")
    void anEditBetweenReadingAndWritingWins() {
        apply(claim().record(record).build());
        Plan plan = plan(failover().record(record).build());
        zone.put(name, RecordType.A, 30, "198.51.100.7");

        assertConflict(plan);
        assertHolds("198.51.100.7");
        assertFence(1, "search-1", "primary");
    }

    @Test
    @DisplayName("scenario 46: a value that was added beside ours refuses the whole change, too")
    void aValueAddedBesideOursWins() {
        apply(claim().record(record).build());
        Plan plan = plan(failover().record(record).build());
        zone.put(name, RecordType.A, 30, "192.0.2.10", "198.51.100.7");

        assertConflict(plan);
        assertHolds("192.0.2.10", "198.51.100.7");
    }

    @Test
    @DisplayName("scenario 47: what was created meanwhile is not overwritten by a claim")
    void aRecordCreatedMeanwhileWins() {
        Plan plan = plan(claim().record(record).build());
        zone.put(name, RecordType.A, 30, "198.51.100.7");

        assertConflict(plan);
        assertHolds("198.51.100.7");
        assertThat(zone.text(record.fenceName())).isEmpty();
    }

    @Test
    @DisplayName("scenario 47: a fence that was created meanwhile refuses a claim, and the record is not made")
    void aFenceCreatedMeanwhileWins() {
        Plan plan = plan(claim().record(record).build());
        zone.putText(record.fenceName(), "somebody's");

        assertConflict(plan);
        assertThat(zone.values(name, RecordType.A)).isEmpty();
        assertThat(zone.text(record.fenceName())).contains("somebody's");
    }

    @Test
    @DisplayName("scenario 47: a deleted record is seen by its fence, and is not made again")
    void aDeletedRecordStaysDeleted() {
        apply(claim().record(record).build());
        Plan plan = plan(failover().record(record).build());
        zone.delete(name, RecordType.A);

        Found found = provider.find(record);
        assertThat(found.record()).isEmpty();
        assertThat(found.fence()).isPresent();
        assertConflict(plan);
        assertThat(zone.values(name, RecordType.A)).isEmpty();
        assertFence(1, "search-1", "primary");
    }

    @Test
    void movesASetOfManyValues() {
        zone.put(name, RecordType.A, 60, "192.0.2.12", "192.0.2.11", "192.0.2.13");

        apply(failover()
                .adopting()
                .record(record)
                .with(Target.of("192.0.2.11", "192.0.2.12", "192.0.2.13"), Target.of("192.0.2.21", "192.0.2.22"))
                .build());

        assertHolds("192.0.2.21", "192.0.2.22");
    }

    @Test
    @DisplayName("scenario 53: an IPv6 address in another spelling is taken for what it is, and moved beside an A")
    void movesIpv6BesideIpv4() {
        zone.put(name, RecordType.A, 60, "192.0.2.77");
        zone.put(name, RecordType.AAAA, 60, "2001:DB8:0::1");
        record = zone.record(name, RecordType.AAAA);

        apply(failover()
                .adopting()
                .record(record)
                .with(Target.of("2001:db8::1"), Target.of("2001:db8::2"))
                .build());

        assertHolds("2001:db8::2");
        assertThat(zone.values(name, RecordType.A)).containsExactly("192.0.2.77");
    }

    @Test
    @DisplayName("scenario 53: a CNAME in another spelling is taken for what it is, and moved")
    void movesACname() {
        zone.put(name, RecordType.CNAME, 60, "Site-A.Example.NET.");
        record = zone.record(name, RecordType.CNAME);
        Decisions move = failover()
                .adopting()
                .record(record)
                .with(Target.of("site-a.example.net"), Target.of("site-b.example.net"));

        apply(move.build());

        assertHolds("site-b.example.net");
        apply(move.id("search-3", 3).to("primary").build());
        assertHolds("site-a.example.net");
    }

    @Test
    @DisplayName("scenario 47: a CNAME is not put beside another record, nor another record beside a CNAME")
    void keepsACnameAlone() {
        DnsRecord cname = zone.record(name, RecordType.CNAME);
        Decision claim = claim().record(cname)
                .with(Target.of("site-a.example.net"), Target.of("site-b.example.net"))
                .build();
        Plan early = plan(claim);
        zone.put(name, RecordType.A, 60, "192.0.2.77");

        assertThat(provider.find(cname).oddity().orElse("")).contains("a record of type A");
        assertConflict(early);
        assertThat(zone.text(cname.fenceName())).isEmpty();

        zone.delete(name, RecordType.A);
        Plan address = plan(claim().record(record).build());
        zone.put(name, RecordType.CNAME, 60, "site-x.example.net");
        assertThat(provider.find(record).oddity().orElse("")).contains("a record of type CNAME");
        assertConflict(address);
        assertThat(zone.text(record.fenceName())).isEmpty();
    }

    @Test
    @DisplayName("scenario 53: a wildcard is claimed and moved")
    void movesAWildcard() {
        name = "*." + zone.domain();
        record = zone.record(name, RecordType.A);

        apply(claim().record(record).build());
        apply(failover().record(record).build());

        assertHolds("192.0.2.20");
        assertThat(zone.text("_failover.wildcard." + zone.domain()).orElse("")).contains("epoch=2");
    }

    @Test
    @DisplayName("scenario 53: what a wildcard answers for a name is not taken for that name's record")
    void takesNoWildcardForTheRecord() {
        zone.put("*." + zone.domain(), RecordType.A, 60, "192.0.2.77");
        zone.putText("*." + zone.domain(), "v=spf1 -all");
        assertThat(provider.find(record)).isEqualTo(Found.nothing());

        apply(claim().record(record).build());
        apply(failover().record(record).build());

        assertHolds("192.0.2.20");
        assertFence(2, "search-2", "secondary");
        assertThat(zone.values("*." + zone.domain(), RecordType.A)).containsExactly("192.0.2.77");
    }

    @Test
    @DisplayName("scenario 53: capitals and a trailing dot make no other name")
    void takesAnotherSpellingForTheSameName() {
        DnsRecord written = zone.record(name.toUpperCase(Locale.ROOT) + ".", RecordType.A);

        apply(claim().record(written).build());
        apply(failover().record(record).build());

        assertHolds("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 47: only the record of this very name and type is taken for it")
    void takesNoNeighbourForTheRecord() {
        zone.put("es-1." + zone.domain(), RecordType.A, 60, "192.0.2.1");
        zone.put("est." + zone.domain(), RecordType.A, 60, "192.0.2.1");
        zone.put("a." + name, RecordType.A, 60, "192.0.2.1");
        zone.put(name, RecordType.AAAA, 60, "2001:db8::1");

        assertThat(provider.find(record)).isEqualTo(Found.nothing());
    }

    @Test
    @DisplayName("scenario 47: a fence that is none is left alone")
    void reportsWhatIsNoFence() {
        zone.put(name, RecordType.A, 60, "192.0.2.10");
        zone.putText(record.fenceName(), "hands off");

        assertThat(planner.plan(claim().adopting().record(record).build(), provider.find(record)))
                .isInstanceOf(Planned.Refused.class);
        assertThat(zone.text(record.fenceName())).contains("hands off");
    }

    @Test
    @DisplayName("a fence of more than 255 characters is written, read back and replaced")
    void aLongFenceIsWrittenAndReadBack() {
        Planner longNamed = new Planner("o".repeat(63));
        for (long epoch = 1; epoch <= 2; epoch++) {
            Decision decision = (epoch == 1 ? claim() : failover())
                    .of("s".repeat(63))
                    .id("d".repeat(79) + epoch, epoch)
                    .record(record)
                    .build();
            Planned.Change change = (Planned.Change) longNamed.plan(decision, provider.find(record));
            provider.apply(List.of(change.plan()));
            assertThat(longNamed.plan(decision, provider.find(record))).isInstanceOf(Planned.Done.class);
        }
        assertHolds("192.0.2.20");
    }

    @Test
    @DisplayName("scenario 48: plans of one zone are carried out together or not at all")
    void manyPlansAreAllOrNothing() {
        DnsRecord other = zone.record("www." + zone.domain(), RecordType.A);
        Plan first = plan(claim().record(record).build());
        Plan second = plan(claim().of("www").id("www-1", 1).record(other).build());
        zone.put(other.name(), RecordType.A, 60, "198.51.100.7");

        assertThat(failure(() -> provider.apply(List.of(first, second))).kind()).isEqualTo(Kind.CONFLICT);
        assertThat(provider.find(record)).isEqualTo(Found.nothing());
        assertThat(zone.values(other.name(), RecordType.A)).containsExactly("198.51.100.7");
    }

    @Test
    void namesTheZonesNameServers() {
        assertThat(provider.nameServers(record))
                .isNotEmpty()
                .allSatisfy(server -> assertThat(server).contains(".").doesNotEndWith("."));
    }

    @Test
    @DisplayName("a zone that the provider does not have is refused, and not asked for again")
    void refusesAZoneThatIsNotThere() {
        assertThat(failure(() -> provider.find(zone.elsewhere())).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    void aFenceIsRemovedAndTheRecordStays() {
        apply(claim().record(record).build());

        String unused =
                provider.removeFence(record, provider.find(record).fence().orElseThrow());

        assertThat(zone.text(record.fenceName())).isEmpty();
        assertHolds("192.0.2.10");
    }

    @Test
    @DisplayName("a fence that is another by now is not removed")
    void onlyTheFenceThatWasReadIsRemoved() {
        apply(claim().record(record).build());
        FenceSnapshot read = provider.find(record).fence().orElseThrow();
        apply(failover().record(record).build());

        DnsProviderException refused =
                catchThrowableOfType(DnsProviderException.class, () -> provider.removeFence(record, read));

        assertThat(refused.kind()).isEqualTo(Kind.CONFLICT);
        assertFence(2, "search-2", "secondary");
    }

    private void assertHolds(String... values) {
        assertThat(Values.alike(record.type(), zone.values(name, record.type())))
                .isEqualTo(Values.alike(record.type(), List.of(values)));
    }

    private void assertFence(long epoch, String decision, String target) {
        assertThat(zone.text(record.fenceName())).contains(FENCE.formatted(epoch, decision, target));
    }
}
