package dev.failover.notify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogChannelTest {

    @Test
    void writesANoticeInOneLine() {
        Notice notice = Events.notice("search: FAILOVER", "it is DOWN.\r\n\nVotes:\n  a: DOWN\u001b[31m\n", "{}");

        assertThat(LogChannel.line(notice)).isEqualTo("search: FAILOVER: it is DOWN. Votes: a: DOWN [31m");
    }
}
