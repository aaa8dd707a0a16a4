package dev.failover.notify;

import dev.failover.kafka.Received;
import dev.failover.kafka.RecordHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each event once, or says that it could not. Tries again for a while, then gives the notice up with an ERROR: the
 * event itself stays on its topic for 30 days, and a channel that is away must not hold the others back (scenario 61).
 */
final class NoticeHandler implements RecordHandler {

    /** The longest that one notice may be tried. */
    static final Duration BUDGET = Duration.ofSeconds(10);

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final int REMEMBERED = 10_000;
    private static final Logger log = LoggerFactory.getLogger(NoticeHandler.class);

    private final Channel channel;
    private final MeterRegistry metrics;
    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    NoticeHandler(Channel channel, MeterRegistry metrics) {
        this.channel = channel;
        this.metrics = metrics;
    }

    @Override
    public void handle(Consumer<String, byte[]> consumer, List<Received> batch) {
        for (Received record : batch) {
            record.event().flatMap(Notices::of).ifPresent(this::tellOnce);
        }
    }

    /** A decision that is published again has the same id: people heard of it (scenario 41). */
    private void tellOnce(Notice notice) {
        if (told.putIfAbsent(notice.id(), true) == null) {
            count(tell(notice) ? "told" : "given_up");
        }
    }

    private boolean tell(Notice notice) {
        long end = System.nanoTime() + BUDGET.toNanos();
        for (long wait = FIRST_WAIT_MILLIS; ; wait *= 2) {
            try {
                channel.tell(notice);
                return true;
            } catch (ChannelException e) {
                long scattered = wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1);
                boolean late = System.nanoTime() + scattered * 1_000_000 > end;
                if (e.lasting() || late || !waited(scattered)) {
                    log.error(
                            "notice given up, {} did not take it: {}: {}",
                            channel.name(),
                            e.getMessage(),
                            notice.subject());
                    return false;
                }
            }
        }
    }

    private static boolean waited(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void count(String outcome) {
        Counter.builder("failover.notices")
                .description("Notices by what became of them")
                .tag("channel", channel.name())
                .tag("outcome", outcome)
                .register(metrics)
                .increment();
    }
}
