package dev.failover.dns.rfc2136;

import static dev.failover.dns.Decisions.claim;
import static dev.failover.dns.Decisions.failover;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failover.dns.DnsProvider;
import dev.failover.dns.DnsProviderException;
import dev.failover.dns.DnsProviderException.Kind;
import dev.failover.dns.plan.Plan;
import dev.failover.dns.plan.Planned;
import dev.failover.dns.plan.Planner;
import dev.failover.event.Decision;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What a real primary says, and what is made of answers that are lost, late, forged or spoilt. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Rfc2136ProviderIT {

    private static NameServerProcess server;

    private final Planner planner = new Planner("ops");
    private Rfc2136Fixture zone;
    private DnsRecord record;

    @BeforeAll
    static void start() {
        server = NameServerProcess.bind("    grant failover zonesub A AAAA CNAME TXT;");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void openZone() throws IOException {
        zone = new Rfc2136Fixture(server);
        record = zone.record("es." + zone.domain(), RecordType.A);
    }

    @AfterEach
    void closeZone() {
        zone.close();
    }

    @Test
    @DisplayName("scenario 55: a key with another secret is refused, and the sentence names the setting")
    void tellsAWrongSecret() {
        DnsProviderException e = failureWith(new Rfc2136Settings.Key("failover", "hmac-sha256", "A".repeat(44)));

        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e)
                .hasMessageContaining("BADSIG")
                .hasMessageContaining("RFC2136_TSIG_SECRET_FROM")
                .hasMessageNotContaining("AAAA");
    }

    @Test
    @DisplayName("scenario 55: a key that the primary does not know is refused, and the sentence names the setting")
    void tellsAnUnknownKey() {
        DnsProviderException e =
                failureWith(new Rfc2136Settings.Key("nobody", "hmac-sha256", NameServerProcess.KEY.secret()));

        assertThat(e.kind()).isEqualTo(Kind.DENIED);
        assertThat(e).hasMessageContaining("BADKEY").hasMessageContaining("RFC2136_TSIG_KEY");
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600})
    @DisplayName("scenario 16: a clock that is wrong is told by how much, and which way")
    void tellsAWrongClock(long ahead) {
        try (Rfc2136Provider provider = new Rfc2136Provider(
                new Rfc2136Settings(server.address(), NameServerProcess.KEY),
                Clock.offset(Clock.systemUTC(), Duration.ofSeconds(ahead)))) {
            DnsProviderException e = failure(() -> provider.find(record));

            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e)
                    .hasMessageContaining("BADTIME")
                    .hasMessageMatching(".*clock is (3599|3600|3601) s " + (ahead > 0 ? "ahead of" : "behind")
                            + " the primary's: mend the clock");
        }
    }

    @Test
    @DisplayName("scenario 55: what the update policy does not grant is refused, and nothing is changed")
    void tellsWhatIsNotAllowed() {
        DnsRecord apex = zone.record("ns1.example.com", RecordType.A);
        try (NameServerProcess narrow = NameServerProcess.bind("    grant failover name es.example.com A;");
                Rfc2136Provider provider =
                        new Rfc2136Provider(new Rfc2136Settings(narrow.address(), NameServerProcess.KEY))) {
            Plan plan = plan(
                    provider,
                    claim().adopting()
                            .record(apex)
                            .with(Target.of("127.0.0.1"), Target.of("127.0.0.2"))
                            .build());

            DnsProviderException e = failure(() -> provider.apply(List.of(plan)));

            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e).hasMessageContaining("REFUSED").hasMessageContaining("docs/rfc2136.md");
        }
    }

    @Test
    @DisplayName("an answer that was changed on its way is not believed: the change is uncertain, and the fence tells")
    void believesNoAnswerThatWasChanged() {
        Decision decision = claim().record(record).build();
        Plan plan = plan(zone.provider(), decision);
        zone.relay().spoilNextUpdate(answer -> withRcode(answer, Rcode.REFUSED));

        DnsProviderException e = failure(() -> zone.provider().apply(List.of(plan)));

        assertThat(e.kind()).isEqualTo(Kind.UNCERTAIN);
        assertThat(e).hasMessageContaining("says REFUSED, but the answer is not signed with the key failover");
        assertThat(planner.plan(decision, zone.provider().find(record))).isInstanceOf(Planned.Done.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.NOERROR, Rcode.NXRRSET, Rcode.NOTAUTH, Rcode.REFUSED})
    @DisplayName("an unsigned answer of an update is not believed, whatever it says")
    void believesNoUnsignedAnswerOfAnUpdate(int rcode) {
        Plan plan = plan(zone.provider(), claim().record(record).build());
        zone.relay().spoilNextUpdate(answer -> unsigned(answer, rcode));

        assertThat(failure(() -> zone.provider().apply(List.of(plan))).kind()).isEqualTo(Kind.UNCERTAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.NOERROR, Rcode.NXDOMAIN})
    @DisplayName("nobody but the primary can say that a name holds nothing")
    void believesNoUnsignedEmptiness(int rcode) {
        zone.relay().spoilNextQuery(answer -> unsigned(answer, rcode));

        assertThat(failure(() -> zone.provider().find(record)).kind()).isEqualTo(Kind.UNCERTAIN);
    }

    @Test
    @DisplayName("a question that is refused without a signature is refused")
    void believesThatAQuestionIsRefused() {
        zone.relay().spoilNextQuery(answer -> unsigned(answer, Rcode.REFUSED));

        assertThat(failure(() -> zone.provider().find(record)).kind()).isEqualTo(Kind.DENIED);
    }

    @Test
    @DisplayName("scenario 49: an answer of rubbish is uncertain")
    void rubbishIsUncertain() {
        zone.relay().spoilNextQuery(answer -> new byte[] {1, 2, 3});
        assertThat(failure(() -> zone.provider().find(record)).kind()).isEqualTo(Kind.UNCERTAIN);

        zone.relay()
                .spoilNextQuery(answer ->
                        withId(answer, 1 + new Message(answer).getHeader().getID()));
        assertThat(failure(() -> zone.provider().find(record))).hasMessageContaining("it answers something else");
    }

    @Test
    @DisplayName("scenario 49: a primary that takes the connection and says nothing is given up within seconds")
    void givesUpASilentPrimary() throws IOException {
        try (ServerSocket mute = new ServerSocket(0);
                Rfc2136Provider provider = provider(mute.getLocalPort())) {
            DnsProviderException e = failure(() -> provider.find(record));

            assertThat(e.kind()).isEqualTo(Kind.UNCERTAIN);
            assertThat(e).hasMessageContaining("nothing within 5 s");
        }
    }

    @Test
    @DisplayName("a primary that cannot be reached has changed nothing: it is tried again")
    void aPrimaryOutOfReachIsTriedAgain() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Plan plan = plan(zone.provider(), claim().record(record).build());
        try (Rfc2136Provider provider = provider(closed)) {
            DnsProviderException e = failure(() -> provider.apply(List.of(plan)));

            assertThat(e.kind()).isEqualTo(Kind.BUSY);
            assertThat(e).hasMessageContaining("127.0.0.1:" + closed + " cannot be reached");
        }
    }

    @Test
    @DisplayName("an edit of the TTL alone is not noticed: a prerequisite does not compare it")
    void anEditOfTheTtlIsOverwritten() {
        Plan claim = plan(zone.provider(), claim().record(record).build());
        zone.provider().apply(List.of(claim));
        Plan plan = plan(zone.provider(), failover().record(record).build());
        zone.put(record.name(), RecordType.A, 3_600, "192.0.2.10");

        zone.provider().apply(List.of(plan));

        assertThat(zone.values(record.name(), RecordType.A)).containsExactly("192.0.2.20");
        assertThat(zone.ttl(record.name(), RecordType.A)).isEqualTo(30);
    }

    private DnsProviderException failureWith(Rfc2136Settings.Key key) {
        try (Rfc2136Provider provider = new Rfc2136Provider(new Rfc2136Settings(server.address(), key))) {
            return failure(() -> provider.find(record));
        }
    }

    private static Rfc2136Provider provider(int port) {
        return new Rfc2136Provider(
                new Rfc2136Settings(InetSocketAddress.createUnresolved("127.0.0.1", port), NameServerProcess.KEY));
    }

    private static byte[] withRcode(byte[] answer, int rcode) {
        byte[] changed = answer.clone();
        changed[3] = (byte) ((changed[3] & 0xF0) | rcode);
        return changed;
    }

    private static byte[] withId(byte[] answer, int id) {
        byte[] changed = answer.clone();
        changed[0] = (byte) (id >> 8);
        changed[1] = (byte) id;
        return changed;
    }

    /** As somebody without the key would answer. */
    private static byte[] unsigned(byte[] answer, int rcode) throws IOException {
        Message forged = new Message(answer);
        forged.removeAllRecords(Section.ANSWER);
        forged.removeAllRecords(Section.ADDITIONAL);
        forged.getHeader().setFlag(Flags.AA);
        forged.getHeader().setRcode(rcode);
        return forged.toWire();
    }

    private Plan plan(DnsProvider provider, Decision decision) {
        Planned planned = planner.plan(decision, provider.find(decision.record()));
        assertThat(planned).isInstanceOf(Planned.Change.class);
        return ((Planned.Change) planned).plan();
    }

    private static DnsProviderException failure(ThrowingCallable call) {
        DnsProviderException e = catchThrowableOfType(DnsProviderException.class, call);
        assertThat(e).as("it should have failed").isNotNull();
        return e;
    }
}
