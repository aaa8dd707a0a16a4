package dev.failover.probe.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.probe.Finding;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    private static final String HEADER = "# pxname,svname,last_chk,status,weight,type,\n";

    private final Statistics statistics =
            new Statistics(new Check.Haproxy(null, "lb.internal", 9_999, "search", 1, null, null));

    @ParameterizedTest
    @CsvSource({
        "UP, 1, 1",
        "UP 2/3, 1, 1",
        "no check, 1, 1",
        "UP, 0, 0",
        "DOWN, 1, 0",
        "DOWN 1/2, 1, 0",
        "MAINT, 1, 0",
        "DRAIN 1/3, 1, 0",
        "NOLB, 1, 0",
        "MAINT (via a/b), 1, 0"
    })
    void theFirstWordOfTheStatusAndTheWeightCount(String status, String weight, double up) {
        Finding found = judged("search,s1,,%s,%s,2,\n".formatted(status, weight));

        assertThat(found.measures()).containsEntry("serversUp", up);
        assertThat(found.outcome()).isEqualTo(up > 0 ? Outcome.PASS : Outcome.FAIL);
    }

    @Test
    void columnsGoByTheirNamesAndCellsMayBeQuoted() {
        String csv = "# pxname,svname,type,weight,last_chk,status\n"
                + "search,s1,2,1,\"closed, says \"\"UP\"\"\",DOWN\nsearch,s2,2,1,\"a,b\",UP\n";

        Finding found = statistics.judged(csv, "here");

        assertThat(found.measures()).containsEntry("serversUp", 1.0);
        assertThat(found.detail()).isEqualTo("1 servers of search are up, down: s1=DOWN: here");
    }

    @Test
    void otherBackendsFrontendsAndTheBackendsOwnRowAreNoServers() {
        Finding found = judged("other,s1,,UP,1,2,\nsearch,FRONTEND,,OPEN,,0,\nsearch,BACKEND,,UP,1,1,\n");

        assertThat(found.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(found.measures()).containsEntry("serversUp", 0.0);
    }

    @Test
    void aFrontendOfTheNameIsNoBackend() {
        Finding found = judged("search,FRONTEND,,OPEN,,0,\n");

        assertThat(found.failure()).isEqualTo(FailureClass.BODY);
        assertThat(found.detail()).isEqualTo("HAProxy has no backend search: here");
    }

    @Test
    @DisplayName(
            "scenario 58: the backend's row and the frontend's tell how much it is used, by columns that are there")
    void tellsHowMuchItIsUsed() {
        String csv = """
                # pxname,svname,scur,rate,req_rate,status,weight,type,
                www,FRONTEND,42,1,17,OPEN,,0,
                search,s1,3,9,,UP,1,2,
                search,BACKEND,3,9,,UP,1,1,
                """;

        assertThat(with("www").judged(csv, "here").measures())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "serversUp", 1.0,
                        "sessions", 3.0,
                        "sessionsPerSecond", 9.0,
                        "clientConnections", 42.0,
                        "requestsPerSecond", 17.0));
        assertThat(statistics.judged(csv, "here").measures())
                .containsOnlyKeys("serversUp", "sessions", "sessionsPerSecond");
        assertThat(judged("search,s1,,UP,1,2,\nsearch,BACKEND,,UP,1,1,\n").measures())
                .containsOnlyKeys("serversUp");

        Finding unknown = with("wwww").judged(csv, "here");
        assertThat(unknown.outcome()).isEqualTo(Outcome.WARN);
        assertThat(unknown.detail()).contains("HAProxy has no frontend wwww");
        Finding down = with("www").judged(csv.replace("UP,1,2", "DOWN,1,2"), "here");
        assertThat(down.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(down.measures()).as("clients of a backend that is down").containsEntry("clientConnections", 42.0);
    }

    private static Statistics with(String frontend) {
        return new Statistics(new Check.Haproxy(null, "lb.internal", 9_999, "search", 1, null, null, frontend));
    }

    @Test
    void whatIsNoStatisticsIsBody() {
        assertThat(statistics.judged("", "here").failure()).isEqualTo(FailureClass.BODY);
        assertThat(statistics.judged("<html>Welcome</html>", "here").failure()).isEqualTo(FailureClass.BODY);
        assertThat(statistics.judged("# pxname,svname\nsearch,s1\n", "here").detail())
                .startsWith("the statistics have no column status");
    }

    private Finding judged(String rows) {
        return statistics.judged(HEADER + rows, "here");
    }
}
