package dev.failover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.CliProcess.Ended;
import dev.failover.kafkalocal.LocalKafka;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against the broker in this process. */
class LocalBrokerIT extends BrokerContract {

    @TempDir
    static Path data;

    private static LocalKafka kafka;

    @BeforeAll
    static void start() {
        kafka = LocalKafka.start(data.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Override
    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Test
    void saysInOneLineThatNoBrokerAnswers() {
        String nobody = "127.0.0.1:" + LocalPorts.free(1)[0];

        Ended ended = CliProcess.run(folder, Map.of(), "status", "--kafka", nobody);

        assertThat(ended)
                .isEqualTo(new Ended(
                        1,
                        "",
                        "failover: Kafka at " + nobody + " cannot be used: nobody answered within 8 s (--kafka or"
                                + " KAFKA_BOOTSTRAP_SERVERS says where it is; `failover demo` has one)\n"));
    }

    @Test
    void saysInOneLineThatABrokerHasNoAddress() {
        Ended ended = CliProcess.run(folder, Map.of(), "status", "--kafka", "no-such-broker.invalid:9092");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .startsWith("failover: Kafka at no-such-broker.invalid:9092 cannot be used: ")
                .hasLineCount(1);
    }
}
