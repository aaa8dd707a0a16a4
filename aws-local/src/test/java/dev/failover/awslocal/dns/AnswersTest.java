package dev.failover.awslocal.dns;

import static dev.failover.awslocal.route53.ZoneWorld.ZONE;
import static dev.failover.awslocal.route53.ZoneWorld.alias;
import static dev.failover.awslocal.route53.ZoneWorld.created;
import static dev.failover.awslocal.route53.ZoneWorld.failover;
import static dev.failover.awslocal.route53.ZoneWorld.set;
import static dev.failover.awslocal.route53.ZoneWorld.weighted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.awslocal.route53.RecordSet;
import dev.failover.awslocal.route53.ZoneWorld;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

class AnswersTest {

    private final ZoneWorld world = new ZoneWorld();
    private Predicate<RecordSet> healthy = set -> true;
    private final Answers answers = new Answers(world.zones, new Choice(set -> healthy.test(set), new Random(7)));

    @Test
    void answersWithAuthorityInAnyCase() {
        world.change(created("es.example.com", "A", "192.0.2.1"));

        Message answer = ask("ES.Example.COM", Type.A);

        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(values(answer)).containsExactly("192.0.2.1");
        assertThat(answer.getSection(Section.ANSWER).get(0).getName()).hasToString("ES.Example.COM.");
        assertThat(answer.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(60);
    }

    @Test
    void tellsNoSuchNameFromNoSuchType() {
        world.change(created("a.b.example.com", "A", "192.0.2.1"));

        assertThat(ask("x.example.com", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        for (Message noData : List.of(ask("a.b.example.com", Type.AAAA), ask("b.example.com", Type.A))) {
            assertThat(noData.getRcode()).isEqualTo(Rcode.NOERROR);
            assertThat(noData.getSection(Section.ANSWER)).isEmpty();
            assertThat(noData.getSection(Section.AUTHORITY)).singleElement().satisfies(soa -> {
                assertThat(soa.getType()).isEqualTo(Type.SOA);
                assertThat(soa.getTTL()).isEqualTo(900);
            });
        }
    }

    @Test
    void answersAChangeOnlyOnceItIsInSync() {
        world.changes.setDelay(Duration.ofSeconds(30));
        world.change(created("es.example.com", "A", "192.0.2.1"));

        world.clock.advance(Duration.ofSeconds(29));
        assertThat(ask("es.example.com", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(values(ask("es.example.com", Type.A))).containsExactly("192.0.2.1");
    }

    @Test
    void followsCnamesAndAliasesWithinItsZones() {
        world.change(
                created("a.example.com", "A", "192.0.2.1"),
                alias("CREATE", "alias.example.com", ZONE, "a.example.com"),
                created("c.example.com", "CNAME", "alias.example.com"),
                created("out.example.com", "CNAME", "elsewhere.example.net"),
                alias("CREATE", "elb.example.com", "ZELB", "lb.amazonaws.com"));

        assertThat(values(ask("c.example.com", Type.A))).containsExactly("alias.example.com.", "192.0.2.1");
        assertThat(values(ask("c.example.com", Type.CNAME))).containsExactly("alias.example.com.");
        assertThat(values(ask("out.example.com", Type.A))).containsExactly("elsewhere.example.net.");
        assertThat(ask("elb.example.com", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void endsALoopOfCnames() {
        world.change(
                created("a.example.com", "CNAME", "b.example.com"), created("b.example.com", "CNAME", "a.example.com"));

        assertThat(ask("a.example.com", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void answersWildcardsForNamesThatAreNotThere() {
        world.change(
                created("*.w.example.com", "A", "192.0.2.9"), created("real.w.example.com", "TXT", "&quot;x&quot;"));

        assertThat(values(ask("any.w.example.com", Type.A))).containsExactly("192.0.2.9");
        assertThat(values(ask("very.deep.w.example.com", Type.A))).containsExactly("192.0.2.9");
        assertThat(values(ask("\\042.w.example.com", Type.A))).containsExactly("192.0.2.9");
        assertThat(values(ask("real.w.example.com", Type.A))).isEmpty();
        assertThat(ask("below.real.w.example.com", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void refersToWhoeverWasDelegatedTo() {
        world.change(created("sub.example.com", "NS", "ns.example.net"));

        Message referral = ask("deep.sub.example.com", Type.A);

        assertThat(referral.getHeader().getFlag(Flags.AA)).isFalse();
        assertThat(referral.getSection(Section.AUTHORITY))
                .extracting(Record::rdataToString)
                .containsExactly("ns.example.net.");
    }

    @Test
    void choosesByWeightAndNeverTheZeroWhileOthersWeigh() {
        world.change(
                weighted("CREATE", "w.example.com", "none", 0, 60, "192.0.2.0"),
                weighted("CREATE", "w.example.com", "one", 1, 60, "192.0.2.1"),
                weighted("CREATE", "w.example.com", "three", 3, 60, "192.0.2.3"));

        List<String> seen = IntStream.range(0, 400)
                .mapToObj(i -> values(ask("w.example.com", Type.A)).get(0))
                .toList();

        assertThat(seen).doesNotContain("192.0.2.0").contains("192.0.2.1");
        assertThat(seen.stream().filter("192.0.2.3"::equals).count()).isBetween(250L, 350L);
    }

    @Test
    void answersThePrimaryUnlessOnlyTheSecondaryIsHealthy() {
        world.change(
                failover("CREATE", "f.example.com", "a-second", "SECONDARY", "192.0.2.2"),
                failover("CREATE", "f.example.com", "p-first", "PRIMARY", "192.0.2.1"));

        assertThat(values(ask("f.example.com", Type.A))).containsExactly("192.0.2.1");
        healthy = set -> !set.routing().isPrimary();
        assertThat(values(ask("f.example.com", Type.A))).containsExactly("192.0.2.2");
        healthy = set -> false;
        assertThat(values(ask("f.example.com", Type.A))).containsExactly("192.0.2.1");
    }

    @Test
    void answersAtMostEightOfManyValues() {
        for (int i = 0; i < 12; i++) {
            world.change(set(
                    "CREATE",
                    "m.example.com",
                    "A",
                    "<SetIdentifier>m" + i + "</SetIdentifier><MultiValueAnswer>true</MultiValueAnswer>",
                    60,
                    "192.0.2." + i));
        }

        assertThat(values(ask("m.example.com", Type.A))).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void refusesWhatIsNotItsBusiness() {
        assertThat(ask("www.example.net", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(ask("example.com", Type.AXFR).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(values(ask("example.com", Type.ANY))).containsExactly("\"RFC8482\" \"\"");
        Message update = Message.newQuery(question("example.com", Type.A));
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(answers.answer(update).orElseThrow().getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(answers.answer(new Message(1)).orElseThrow().getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void neverAnswersAnAnswer() {
        Message answer = Message.newQuery(question("example.com", Type.A));
        answer.getHeader().setFlag(Flags.QR);

        assertThat(answers.answer(answer)).isEmpty();
    }

    private Message ask(String name, int type) {
        return answers.answer(Message.newQuery(question(name, type))).orElseThrow();
    }

    private static Record question(String name, int type) {
        try {
            return Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
        } catch (TextParseException e) {
            throw new AssertionError(name, e);
        }
    }

    private static List<String> values(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }
}
