package dev.failover.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Where no topic is set: notices stand in the log, each in one line. */
final class LogChannel implements Channel {

    private static final Logger log = LoggerFactory.getLogger(LogChannel.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void tell(Notice notice) {
        log.atLevel(level(notice.severity())).log("notice {} {}", notice.severity(), line(notice));
    }

    private static Level level(Notice.Severity severity) {
        return switch (severity) {
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case CRITICAL -> Level.ERROR;
        };
    }

    static String line(Notice notice) {
        return (notice.subject() + ": " + notice.text())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
    }
}
