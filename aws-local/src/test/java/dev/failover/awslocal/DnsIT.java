package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The DNS server over UDP and TCP, asked by dnsjava, by raw sockets and, where it is installed, by dig. */
class DnsIT {

    private static final int PATIENCE_MILLIS = 10_000;

    @TempDir
    Path folder;

    private AwsLocal local;

    @BeforeEach
    void start() throws IOException {
        String many =
                IntStream.range(0, 60).mapToObj(i -> "\"192.0.2." + i + "\"").collect(Collectors.joining(","));
        Path seed = Files.writeString(
                folder.resolve("seed.json"),
                "{\"zones\":[{\"id\":\"Z1\",\"name\":\"example.com\",\"records\":["
                        + "{\"name\":\"es.example.com\",\"type\":\"A\",\"ttl\":5,\"values\":[\"192.0.2.10\"]},"
                        + "{\"name\":\"many.example.com\",\"type\":\"A\",\"ttl\":5,\"values\":[" + many + "]}]}]}");
        local = AwsLocal.start(Settings.onFreePorts().withSeed(seed));
    }

    @AfterEach
    void stop() {
        local.close();
    }

    @Test
    void answersOverUdpAndTcp() throws Exception {
        for (boolean tcp : List.of(false, true)) {
            Message answer = resolver(tcp).send(query("ES.example.com."));

            assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
            assertThat(answer.getSection(Section.ANSWER))
                    .extracting(Record::rdataToString)
                    .containsExactly("192.0.2.10");
        }
    }

    @Test
    void truncatesOverUdpAndGivesAllOverTcp() throws Exception {
        SimpleResolver noTcp = resolver(false);
        noTcp.setIgnoreTruncation(true);
        noTcp.setEDNS(-1);

        Message cut = noTcp.send(query("many.example.com."));
        assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(cut.numBytes()).isLessThanOrEqualTo(512);
        assertThat(resolver(true).send(query("many.example.com.")).getSection(Section.ANSWER))
                .hasSize(60);
        assertThat(resolver(false).send(query("many.example.com.")).getSection(Section.ANSWER))
                .as("the resolver asks again over TCP")
                .hasSize(60);
    }

    @Test
    void answersManyQueriesOfOneConnectionInOrder() throws Exception {
        try (Socket socket = connect()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (int i = 0; i < 50; i++) {
                byte[] wire = query("es.example.com.").toWire();
                wire[0] = 0;
                wire[1] = (byte) i;
                out.writeShort(wire.length);
                out.write(wire);
            }
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < 50; i++) {
                byte[] wire = new byte[in.readUnsignedShort()];
                in.readFully(wire);
                assertThat(new Message(wire).getHeader().getID()).isEqualTo(i);
            }
        }
    }

    @Test
    void answersRubbishWithFormerrOrNothingAndGoesOn() throws Exception {
        byte[] rubbish = query("es.example.com.").toWire();
        rubbish[5] = 9;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(new byte[] {1, 2, 3}, 3, local.dnsAddress()));
            socket.send(new DatagramPacket(rubbish, rubbish.length, local.dnsAddress()));
            DatagramPacket answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            assertThat(new Message(java.util.Arrays.copyOf(answer.getData(), answer.getLength())).getRcode())
                    .isEqualTo(Rcode.FORMERR);
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 1, 7});
            assertThat(socket.getInputStream().read()).as("closed").isEqualTo(-1);
        }
        assertThat(resolver(false).send(query("es.example.com.")).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void answersNoQueryThatWasBrokenOff() throws Exception {
        byte[] wire = query("es.example.com.").toWire();
        try (Socket socket = connect()) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(wire.length + 1);
            out.write(wire);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read())
                    .as("closed without an answer")
                    .isEqualTo(-1);
        }
    }

    @Test
    void answersTheSecondaryWhileThePrimarysCheckIsSetUnhealthy() throws Exception {
        try (AwsClients aws = new AwsClients(local.endpoint())) {
            String check = check(aws, "192.0.2.1");
            failover(aws, "PRIMARY", "192.0.2.1", check);
            failover(aws, "SECONDARY", "192.0.2.2", check(aws, "192.0.2.2"));

            assertThat(values(query("f.example.com."))).containsExactly("192.0.2.1");
            aws.control("PUT", "health-checks/" + check, "{\"healthy\":false}");
            assertThat(values(query("f.example.com."))).containsExactly("192.0.2.2");
            aws.control("PUT", "health-checks/" + check, "{\"healthy\":true}");
            assertThat(values(query("f.example.com."))).containsExactly("192.0.2.1");
        }
    }

    private static String check(AwsClients aws, String address) {
        return aws.route53
                .createHealthCheck(r -> r.callerReference(address)
                        .healthCheckConfig(config -> config.type("HTTP").ipAddress(address)))
                .healthCheck()
                .id();
    }

    private static void failover(AwsClients aws, String role, String value, String check) {
        ResourceRecordSet set = ResourceRecordSet.builder()
                .name("f.example.com")
                .type(RRType.A)
                .ttl(5L)
                .setIdentifier(role)
                .failover(role)
                .healthCheckId(check)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
        Change change = Change.builder()
                .action(ChangeAction.CREATE)
                .resourceRecordSet(set)
                .build();
        aws.route53.changeResourceRecordSets(
                r -> r.hostedZoneId("Z1").changeBatch(batch -> batch.changes(List.of(change))));
    }

    private List<String> values(Message query) throws IOException {
        return resolver(false).send(query).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    @Test
    void answersDig() throws Exception {
        assumeThat(Path.of("/usr/bin/dig")).exists();
        Process dig = new ProcessBuilder(
                        "/usr/bin/dig",
                        "+short",
                        "@" + local.dnsAddress().getHostString(),
                        "-p",
                        "" + local.dnsAddress().getPort(),
                        "es.example.com",
                        "A")
                .redirectErrorStream(true)
                .start();

        String output = new String(dig.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(dig.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(output).isEqualToIgnoringNewLines("192.0.2.10\n");
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(local.dnsAddress().getAddress(), local.dnsAddress().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private SimpleResolver resolver(boolean tcp) {
        SimpleResolver resolver = new SimpleResolver(local.dnsAddress());
        resolver.setTCP(tcp);
        resolver.setTimeout(Duration.ofMillis(PATIENCE_MILLIS));
        return resolver;
    }

    private static Message query(String name) throws IOException {
        return Message.newQuery(Record.newRecord(Name.fromString(name), Type.A, DClass.IN));
    }
}
