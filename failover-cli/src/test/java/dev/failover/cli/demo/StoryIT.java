package dev.failover.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.Journal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every service, the in-process broker and the wire protocols: what {@code failover demo --once} shows. */
class StoryIT {

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void theNameMovesWhenThePrimaryStopsAndReturnsWhenItIsWell() throws Exception {
        StringWriter told = new StringWriter();
        try (Demo demo = Demo.start(folder.resolve("demo"), Ports.free());
                Journal journal = Journal.follow(demo.clients(), line -> {})) {
            Inbox inbox = new Inbox();
            demo.vertx().deployVerticle(inbox).await(10, TimeUnit.SECONDS);
            inbox.subscribe(demo.aws(), Demo.TOPIC_ARN);

            new Story(demo, journal, inbox, new PrintWriter(told)).tell();
        }
        assertThat(told.toString())
                .containsSubsequence("=>  192.0.2.10", "=>  192.0.2.20", "=>  192.0.2.10", "Measured");
    }
}
