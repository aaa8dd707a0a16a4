package dev.failover.probe.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.event.Observation.FailureClass;
import dev.failover.event.Observation.Outcome;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.elasticsearch.Conversation.Reply;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What newer and licensed clusters answer, which no cluster of the tests can. */
class LooksTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    @DisplayName("scenario 7: only the indicators that are asked for count, whatever the report says in all")
    void judgesByTheIndicatorsThatCount() {
        HealthReport report = new HealthReport(List.of("master_is_stable", "shards_availability"));
        String answer = "{'status':'red','indicators':{'master_is_stable':{'status':'green'},"
                + "'shards_availability':{'status':'%s','symptom':'1 unavailable primary shard'},"
                + "'slm':{'status':'red','symptom':'no snapshot'}}}";

        assertThat(report.judged(reply(200, answer.formatted("green"))).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(report.judged(reply(200, answer.formatted("yellow"))).outcome())
                .isEqualTo(Outcome.WARN);
        Finding red = report.judged(reply(200, answer.formatted("red")));
        assertThat(red.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(red.failure()).isEqualTo(FailureClass.CLUSTER_RED);
        assertThat(red.detail()).startsWith("shards_availability is red: 1 unavailable primary shard");
    }

    @Test
    void aRedMasterIndicatorIsNoMasterAndAMissingOneWarns() {
        String answer = "{'indicators':{'master_is_stable':{'status':'red','symptom':'no master'}}}";

        assertThat(new HealthReport(List.of("master_is_stable"))
                        .judged(reply(200, answer))
                        .failure())
                .isEqualTo(FailureClass.NO_MASTER);
        Finding missing = new HealthReport(List.of("diskk")).judged(reply(200, answer));
        assertThat(missing.outcome()).isEqualTo(Outcome.WARN);
        assertThat(missing.detail()).startsWith("diskk is missing");
    }

    @Test
    @DisplayName("scenario 24: the fullest disk counts, and too full means not ready")
    void judgesByTheFullestDisk() {
        String answer = "[{'node':'a','disk.percent':'40'},{'node':'b','disk.percent':'91'},"
                + "{'node':'UNASSIGNED','disk.percent':null}]";

        Finding full = new Disks(85).judged(reply(200, answer));
        assertThat(full.outcome()).isEqualTo(Outcome.PASS);
        assertThat(full.measures()).containsEntry("diskUsedPercent", 91.0);
        assertThat(full.unready()).isEqualTo("the disk of b is 91 % full, more than 85 %");
        assertThat(new Disks(91).judged(reply(200, answer)).unready()).isNull();
        assertThat(new Disks(91).judged(reply(200, "[]")).outcome()).isEqualTo(Outcome.WARN);
    }

    @Test
    @DisplayName("scenario 23: followers are read-only")
    void aFollowerIsNotWritable() {
        Finding found = new Writable(List.of("orders"))
                .judged(reply(200, "{'orders':{'settings':{'index.xpack.ccr.following_index':'true'}}}"));

        assertThat(found.unready()).isEqualTo("its indices are read-only (followers): orders among them");
        assertThat(new Writable(List.of("orders")).judged(reply(200, "{}")).unready())
                .isNull();
    }

    @Test
    @DisplayName("scenario 22: the lag is the age of the oldest operation that is missing, and grows while it is")
    void measuresTheLagOfFollowersInTime() {
        Following following = new Following("orders");

        assertThat(lag(following, 0, follower(100, 100, 500))).isEqualTo(0.0);
        assertThat(lag(following, 1, follower(160, 100, 500))).isEqualTo(0.0);
        assertThat(lag(following, 5, follower(200, 120, 500))).isEqualTo(4.0);
        assertThat(lag(following, 7, follower(220, 170, 500))).isEqualTo(2.0);
        assertThat(lag(following, 9, follower(220, 220, 500))).isEqualTo(0.0);
    }

    @Test
    @DisplayName("scenario 22: a follower that was behind from the first look has no figure before it has caught up")
    void doesNotKnowTheLagThatItHasNotSeenGrow() {
        Following following = new Following("orders");

        assertThat(following.judged(reply(200, follower(500, 100, 500)), NOON).measures())
                .isEmpty();
        assertThat(lag(following, 10, follower(600, 550, 500))).isEqualTo(0.0);
    }

    @Test
    @DisplayName("scenario 22: no figure while the leader does not answer, although the follower's stands at 0")
    void givesNoLagThatHasFrozen() {
        Following following = new Following("orders");
        lag(following, 0, follower(100, 100, 500));

        Finding silent = following.judged(reply(200, follower(100, 100, 120_000)), NOON);
        Finding failing =
                following.judged(reply(200, follower(100, 100, 500).replace("[]", "[{'from_seq_no':101}]")), NOON);

        assertThat(List.of(silent, failing)).allSatisfy(found -> {
            assertThat(found.outcome()).isEqualTo(Outcome.WARN);
            assertThat(found.measures()).isEmpty();
            assertThat(found.detail()).isEqualTo("follower orders/0 does not reach its leader");
        });
    }

    @Test
    @DisplayName("scenario 21: a follower with a fatal exception, or none at all, is not ready")
    void aFollowerThatHasStoppedIsNotReady() {
        String stopped = follower(100, 100, 500)
                .replace("'read_exceptions'", "'fatal_exception':{'reason':'operations are gone'},'read_exceptions'");

        assertThat(new Following("orders").judged(reply(200, stopped), NOON).unready())
                .isEqualTo("follower orders/0 has stopped for good: operations are gone");
        assertThat(new Following("orders")
                        .judged(reply(200, "{'indices':[]}"), NOON)
                        .unready())
                .startsWith("no index of orders follows");
    }

    @Test
    @DisplayName("scenario 21: of several restores the oldest counts, and one that runs is not ready")
    void judgesByTheOldestRestore() {
        String done = "{'orders':{'shards':[%s,%s]}}";
        String old = shard("SNAPSHOT", "DONE", NOON.minusSeconds(3_600));
        String young = shard("SNAPSHOT", "DONE", NOON.minusSeconds(60));
        String running = shard("SNAPSHOT", "INDEX", NOON);
        String moved = shard("PEER", "DONE", NOON);

        assertThat(restored(done.formatted(young, old)).measures()).containsEntry("lagSeconds", 3_600.0);
        assertThat(restored(done.formatted(young, running)).unready()).isEqualTo("a restore is running");
        assertThat(restored(done.formatted(young, moved)).measures()).isEmpty();
        assertThat(restored("{}").unready()).startsWith("nothing was restored");
    }

    @Test
    @DisplayName("scenario 22: many checkpoints are remembered roughly, and never make the lag look shorter")
    void remembersALongLagRoughly() {
        ShardLag lag = new ShardLag();
        lag.behind(0, 0, NOON);
        for (int second = 1; second <= 1_000; second++) {
            lag.behind(second * 10L, 0, NOON.plusSeconds(second));
        }

        Duration behind = lag.behind(10_000, 5_000, NOON.plusSeconds(1_000)).orElseThrow();
        assertThat(behind).isBetween(Duration.ofSeconds(499), Duration.ofSeconds(560));
    }

    private static Finding restored(String answer) {
        return LastRestore.judged(reply(200, answer), NOON);
    }

    private static String shard(String type, String stage, Instant start) {
        return "{'primary':true,'type':'" + type + "','stage':'" + stage + "','start_time_in_millis':"
                + start.toEpochMilli() + "}";
    }

    private static double lag(Following following, int second, String answer) {
        return following
                .judged(reply(200, answer), NOON.plusSeconds(second))
                .measures()
                .getOrDefault("lagSeconds", -1.0);
    }

    private static String follower(long leader, long own, long silence) {
        return "{'indices':[{'shards':[{'follower_index':'orders','shard_id':0,'leader_global_checkpoint':" + leader
                + ",'follower_global_checkpoint':" + own + ",'time_since_last_read_millis':" + silence
                + ",'read_exceptions':[]}]}]}";
    }

    @Test
    @DisplayName("scenario 58: connections of all nodes, and queries a second between two checks of the same nodes")
    void tellsTraffic() {
        Traffic traffic = new Traffic();

        Finding first = traffic.told(traffic(3, 1_000, 4, 500), 1_000_000_000L);
        assertThat(first.measures()).containsExactly(Map.entry("httpConnections", 7.0));
        assertThat(traffic.told(traffic(3, 1_010, 4, 510), 3_000_000_000L).measures())
                .containsEntry("queriesPerSecond", 10.0);
        assertThat(traffic.told(traffic(3, 1_020, 0, 5), 4_000_000_000L).measures())
                .as("a node was started anew")
                .containsOnlyKeys("httpConnections");
        assertThat(traffic.told(reply(200, "{'nodes':{'n1':{'http':{'current_open':2}}}}"), 5_000_000_000L)
                        .measures())
                .containsOnlyKeys("httpConnections");

        Finding refused = traffic.told(reply(400, "{'error':{'type':'illegal_argument_exception'}}"), 6_000_000_000L);
        assertThat(refused.outcome()).isEqualTo(Outcome.WARN);
        assertThat(refused.measures()).isEmpty();
        assertThat(refused.detail()).contains("does not say how much it is used: answered 400");
    }

    private static Reply traffic(int open1, int queries1, int open2, int queries2) {
        return reply(
                200,
                "{'nodes':{'n1':{'http':{'current_open':%d},'indices':{'search':{'query_total':%d}}},'n2':{'http':{'current_open':%d},'indices':{'search':{'query_total':%d}}}}}"
                        .formatted(open1, queries1, open2, queries2));
    }

    private static Reply reply(int status, String json) {
        return new Reply(status, Json.parsed(Buffer.buffer(json.replace('\'', '"'))));
    }
}
