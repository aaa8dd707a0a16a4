package dev.failover.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where no topic is set: notices stand in the log. */
final class LogChannel implements Channel {

    private static final Logger log = LoggerFactory.getLogger(LogChannel.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void tell(Notice notice) {
        log.info(
                "notice {} {}: {}",
                notice.severity(),
                notice.subject(),
                notice.text().replace('\n', ' '));
    }
}
