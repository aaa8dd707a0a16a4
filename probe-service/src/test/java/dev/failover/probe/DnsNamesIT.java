package dev.failover.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Look-ups against a resolver on loopback that answers by the name's first label. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DnsNamesIT {

    private final Vertx vertx = Vertx.vertx();
    private DatagramSocket resolver;
    private String address = "192.0.2.1";
    private DnsNames names;

    @BeforeEach
    void start() throws Exception {
        resolver = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "resolver");
        thread.setDaemon(true);
        thread.start();
        names = DnsNames.of(
                vertx, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), resolver.getLocalPort())));
    }

    @AfterEach
    void stop() throws Exception {
        resolver.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void asksAnewEachTime() throws Exception {
        assertThat(lookUp("well.example.com")).isEqualTo("192.0.2.1");
        address = "192.0.2.2";
        assertThat(lookUp("well.example.com")).isEqualTo("192.0.2.2");
    }

    @Test
    void takesAnIpv6AddressWhereThereIsNoOther() throws Exception {
        assertThat(lookUp("six.example.com")).isEqualTo("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void anAddressIsNotLookedUp() throws Exception {
        resolver.close();

        assertThat(lookUp("192.0.2.7")).isEqualTo("192.0.2.7");
        assertThat(lookUp("::1")).isEqualTo("0:0:0:0:0:0:0:1");
    }

    @Test
    void aNameThatDoesNotExistIsAFailureOfTheTarget() {
        assertThat(failed("missing.example.com"))
                .isEqualTo(Finding.fail(FailureClass.DNS, "missing.example.com does not exist in DNS"));
        assertThat(failed("empty.example.com"))
                .isEqualTo(Finding.fail(FailureClass.DNS, "empty.example.com has no address in DNS"));
    }

    @Test
    @DisplayName("scenario 5: a resolver that fails, or does not answer, is the prober's error")
    void aResolverThatCannotTellIsTheProbersError() {
        assertThat(failed("broken.example.com").outcome()).isEqualTo(Outcome.PROBER_ERROR);
        assertThat(failed("silent.example.com").outcome()).isEqualTo(Outcome.PROBER_ERROR);
    }

    private String lookUp(String host) throws Exception {
        return names.address(host).await(30, TimeUnit.SECONDS).getHostAddress();
    }

    private Finding failed(String host) {
        return catchThrowableOfType(CheckFailedException.class, () -> lookUp(host))
                .finding();
    }

    private void serve() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                resolver.receive(packet);
                Message query = new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                if (!label(query).equals("silent")) {
                    byte[] answer = answer(query).toWire();
                    resolver.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // By the test.
        }
    }

    private static String label(Message query) {
        return query.getQuestion().getName().getLabelString(0);
    }

    private Message answer(Message query) throws IOException {
        Name name = query.getQuestion().getName();
        int type = query.getQuestion().getType();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        switch (label(query)) {
            case "missing" -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
            case "broken" -> answer.getHeader().setRcode(Rcode.SERVFAIL);
            case "well" -> {
                if (type == Type.A) {
                    answer.addRecord(new ARecord(name, DClass.IN, 300, InetAddress.getByName(address)), Section.ANSWER);
                }
            }
            case "six" -> {
                if (type == Type.AAAA) {
                    answer.addRecord(
                            new AAAARecord(name, DClass.IN, 300, InetAddress.getByName("2001:db8::1")), Section.ANSWER);
                }
            }
            default -> {
                // No address of any kind.
            }
        }
        return answer;
    }
}
