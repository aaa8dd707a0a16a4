package dev.failover.awslocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void hasDefaults() {
        assertThat(Settings.fromEnv(Map.of()))
                .isEqualTo(new Settings("127.0.0.1", 4566, 15353, Duration.ofMillis(500), 1, null));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> Settings.fromEnv(Map.of(
                        "AWS_LOCAL_HTTP_PORT", "70000",
                        "AWS_LOCAL_DNS_PORT", "dns",
                        "AWS_LOCAL_INSYNC_DELAY", "-1",
                        "AWS_LOCAL_HEALTH_CHECK_SCALE", "0",
                        "AWS_LOCAL_SEED", "/does/not/exist.json")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("AWS_LOCAL_HTTP_PORT must be a whole number 0..65535, was '70000'")
                .hasMessageContaining("AWS_LOCAL_DNS_PORT")
                .hasMessageContaining("AWS_LOCAL_INSYNC_DELAY")
                .hasMessageContaining("AWS_LOCAL_HEALTH_CHECK_SCALE must be 1 or more")
                .hasMessageContaining("AWS_LOCAL_SEED must be a readable file");
    }

    @Test
    void namesAllProblemsOfASeedAtOnce() throws IOException {
        Path seed = Files.writeString(folder.resolve("seed.json"), """
                {"zones":[
                   {"id":"Z1","name":"example.com","records":[
                     {"name":"a.example.com","type":"A","ttl":5,"values":["192.0.2.300"]},
                     {"name":"a.example.net","type":"A","ttl":5,"values":["192.0.2.1"]}]},
                   {"id":"Z2","name":"example.org","records":[{"name":"a.example.org","typ":"A"}]},
                   {"id":"lower","name":"example.org"}],
                 "topics":["no spaces"],"queues":[]}
                """);

        assertThatThrownBy(() -> AwsLocal.start(Settings.onFreePorts().withSeed(seed)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("zones[0]: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address")
                .hasMessageContaining("a.example.net. is not permitted in zone example.com.")
                .hasMessageContaining("unknown key 'typ'")
                .hasMessageContaining("zones[2]: id must be Z")
                .hasMessageContaining("topics: Invalid parameter: Topic Name")
                .hasMessageContaining("the seed has the unknown key 'queues'");
    }

    @Test
    void saysWhereASeedIsNoJson() throws IOException {
        Path seed = Files.writeString(folder.resolve("seed.json"), "{\n\"zones\": [}\n");

        assertThatThrownBy(() -> AwsLocal.start(Settings.onFreePorts().withSeed(seed)))
                .hasMessageContaining("seed.json line 2: no JSON");
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> AwsLocal.start(Settings.onFreePorts().withPorts(port, 0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen for HTTP on 127.0.0.1:" + port);
            assertThatThrownBy(() -> AwsLocal.start(Settings.onFreePorts().withPorts(0, port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot listen for DNS on 127.0.0.1:" + port);
        }
    }
}
