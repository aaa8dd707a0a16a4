package dev.failover.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.dns.plan.FenceSnapshot;
import dev.failover.dns.plan.RecordSnapshot;
import dev.failover.dns.route53.Route53Provider;
import dev.failover.event.DnsRecord;
import dev.failover.event.DnsRecord.RecordType;
import dev.failover.event.Target;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.route53.model.RRType;

/** Questions over UDP and TCP to a name server on this machine. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class AuthoritativeServersIT {

    private static final String NAME = "es.example.com";
    private static final FenceSnapshot FENCE = new FenceSnapshot("v=failover1 epoch=1", Duration.ofSeconds(60));

    private final Aws aws = new Aws();
    private final Route53Provider provider = aws.provider();
    private final NameServers servers = new AuthoritativeServers(provider, Optional.of(List.of(aws.dns())));

    @AfterEach
    void stop() {
        provider.close();
        aws.close();
    }

    @Test
    void anAnswerAsPlannedNamesTheServer() {
        fenced(NAME);
        aws.put(NAME, RRType.A, "192.0.2.2", "192.0.2.1");

        assertAsPlanned(RecordType.A, NAME, Target.of("192.0.2.1", "192.0.2.2"));
    }

    @Test
    @DisplayName("scenario 50: another value, another fence and nothing at all are told as they are")
    void tellsWhatIsAnsweredOtherwise() {
        assertThat(ask(servers, RecordType.A, NAME, Target.of("192.0.2.1")).otherwise())
                .containsExactly("127.0.0.1 has the fence []");
        fenced(NAME);
        aws.put(NAME, RRType.A, "192.0.2.9");

        NameServers.Answer answer = ask(servers, RecordType.A, NAME, Target.of("192.0.2.1"));

        assertThat(answer.otherwise()).containsExactly("127.0.0.1 answers [192.0.2.9], not [192.0.2.1]");
        assertThat(answer.asPlanned()).isEmpty();
    }

    @Test
    @DisplayName("scenario 50: what is pending is not answered yet")
    void seesThatAChangeIsPending() {
        fenced(NAME);
        aws.put(NAME, RRType.A, "192.0.2.1");
        aws.insyncDelay(Duration.ofHours(1));
        aws.put(NAME, RRType.A, "192.0.2.2");
        assertThat(ask(servers, RecordType.A, NAME, Target.of("192.0.2.2")).otherwise())
                .hasSize(1);

        aws.insyncDelay(Duration.ZERO);
        assertAsPlanned(RecordType.A, NAME, Target.of("192.0.2.2"));
    }

    @Test
    @DisplayName("scenario 53: IPv6 addresses, names and wildcards compare as DNS compares them")
    void comparesAsDnsDoes() {
        fenced(NAME);
        aws.put(NAME, RRType.AAAA, "2001:DB8::1");
        assertAsPlanned(RecordType.AAAA, NAME, Target.of("2001:db8:0::1"));

        aws.put("_failover.www.example.com", RRType.TXT, "\"" + FENCE.text() + "\"");
        aws.put("www.example.com", RRType.CNAME, "Site-B.Example.NET");
        assertAsPlanned(RecordType.CNAME, "www.example.com", Target.of("site-b.example.net."));

        aws.put("_failover.wildcard.example.com", RRType.TXT, "\"" + FENCE.text() + "\"");
        aws.put("*.example.com", RRType.A, "192.0.2.5");
        assertAsPlanned(RecordType.A, "*.example.com", Target.of("192.0.2.5"));
    }

    @Test
    void anAliasIsToldByItsFenceAlone() {
        fenced(NAME);
        Target alias = new Target(List.of(), new Target.Alias("Z32O12XQLNTSW2", "lb.elb.amazonaws.com", false));

        assertAsPlanned(RecordType.A, NAME, alias);
    }

    @Test
    void asksAgainOverTcpWhatUdpCutsOff() {
        fenced(NAME);
        String[] many = IntStream.range(0, 100).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
        aws.put(NAME, RRType.A, many);

        assertAsPlanned(RecordType.A, NAME, Target.of(many));
    }

    @Test
    void silenceIsNoDisagreement() throws IOException {
        fenced(NAME);
        aws.put(NAME, RRType.A, "192.0.2.1");
        try (DatagramSocket mute = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            NameServers some = new AuthoritativeServers(
                    provider,
                    Optional.of(List.of(
                            aws.dns(),
                            InetSocketAddress.createUnresolved("127.0.0.1", mute.getLocalPort()),
                            InetSocketAddress.createUnresolved("nowhere.invalid", 53))));

            NameServers.Answer answer = ask(some, RecordType.A, NAME, Target.of("192.0.2.1"));

            assertThat(answer.asPlanned()).containsExactly("127.0.0.1");
            assertThat(answer.otherwise()).isEmpty();
            assertThat(answer.silent()).hasSize(2);
            assertThat(answer.silent().get(0)).startsWith("127.0.0.1 does not answer: ");
            assertThat(answer.silent().get(1))
                    .isEqualTo("nowhere.invalid does not answer: its address cannot be found");
        }
    }

    @Test
    @DisplayName("scenario 50: a server that answers over UDP and not over TCP is not as planned: resolvers use both")
    void asksOverBothWays() throws IOException {
        fenced(NAME);
        aws.put(NAME, RRType.A, "192.0.2.1");
        try (UdpRelay udpOnly = new UdpRelay(aws.dns())) {
            NameServers some = new AuthoritativeServers(provider, Optional.of(List.of(udpOnly.address())));

            NameServers.Answer answer = ask(some, RecordType.A, NAME, Target.of("192.0.2.1"));

            assertThat(udpOnly.relayed())
                    .as("the fence and the record over UDP")
                    .isEqualTo(2);
            assertThat(answer.asPlanned()).isEmpty();
            assertThat(answer.silent()).singleElement().asString().startsWith("127.0.0.1 does not answer: over TCP ");
        }
    }

    @Test
    void aServerThatRefusesTellsNothing() {
        assertThat(ask(servers, RecordType.A, "es.example.org", Target.of("192.0.2.1"))
                        .silent())
                .containsExactly("127.0.0.1 does not answer: it says REFUSED");
    }

    @Test
    void withoutTheSettingTheZonesOwnServersAreAskedForOnce() {
        NameServers own = new AuthoritativeServers(provider, Optional.empty());

        NameServers.Answer first = ask(own, RecordType.A, NAME, Target.of("192.0.2.1"));
        ask(own, RecordType.A, NAME, Target.of("192.0.2.1"));

        assertThat(first.silent())
                .hasSize(4)
                .allSatisfy(silent -> assertThat(silent).startsWith("ns-"));
        assertThat(aws.calls("GetHostedZone")).isEqualTo(1);
    }

    @Test
    void noneAsksNobody() {
        NameServers none = new AuthoritativeServers(provider, Optional.of(List.of()));

        assertThat(ask(none, RecordType.A, NAME, Target.of("192.0.2.1")).nobodyAsked())
                .isTrue();
        assertThat(aws.calls("GetHostedZone")).isZero();
    }

    private void fenced(String name) {
        aws.put("_failover." + name, RRType.TXT, "\"" + FENCE.text() + "\"");
    }

    private void assertAsPlanned(RecordType type, String name, Target target) {
        assertThat(ask(servers, type, name, target))
                .isEqualTo(new NameServers.Answer(List.of("127.0.0.1"), List.of(), List.of()));
    }

    private NameServers.Answer ask(NameServers asked, RecordType type, String name, Target target) {
        return asked.ask(
                new DnsRecord(aws.zone, name, type, Duration.ofSeconds(30)),
                new RecordSnapshot(target, target.aliasTarget().isPresent() ? null : Duration.ofSeconds(30)),
                FENCE);
    }
}
