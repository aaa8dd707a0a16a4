package dev.failover.cli.audit;

import static dev.failover.cli.audit.Said.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.failover.cli.audit.Remark.Level;
import dev.failover.event.Check;
import dev.failover.event.DnsRecord;
import dev.failover.event.Endpoint;
import dev.failover.event.Policy;
import dev.failover.event.Probing;
import dev.failover.event.ServiceSpec;
import dev.failover.event.Target;
import dev.failover.probe.Finding;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The judges on answers in the shapes of 7.10, 8, 9 and OpenSearch. */
class AuditTest {

    private static final String DATA_MASTER = "'data','master'";
    private static final String MASTER = "'master'";
    private static final String VOTING_ONLY = "'master','voting_only'";

    static Stream<Said> versions() {
        return Stream.of(Said.elasticsearch7(), Said.elasticsearch8(), Said.elasticsearch9(), Said.openSearch());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void findsNothingInARecommendedClusterOfAnyVersion(Said said) {
        assertThat(one(said))
                .allSatisfy(remark -> assertThat(remark.level())
                        .as("%s: %s", remark.topic(), remark.sentence())
                        .isEqualTo(Level.OK));
    }

    @Test
    void twoMasterEligibleNodesAreTooFew() {
        Said said = Said.elasticsearch8()
                .nodes(node("m1", "8.15.3", "a", DATA_MASTER), node("m2", "8.15.3", "b", DATA_MASTER));

        assertThat(remark(said, "masters").level()).isEqualTo(Level.BAD);
        assertThat(remark(said, "masters").sentence()).startsWith("2 master-eligible nodes");
        assertThat(remark(said, "zones").sentence()).startsWith("zone a holds 1 of 2");
    }

    @Test
    @DisplayName("a voting-only node is a vote, and cannot be elected")
    void countsVotingOnlyNodes() {
        Said two = Said.elasticsearch7()
                .nodes(
                        node("m1", "7.10.2", "a", DATA_MASTER),
                        node("v1", "7.10.2", "b", VOTING_ONLY),
                        node("v2", "7.10.2", "c", VOTING_ONLY));

        assertThat(remark(two, "masters").level()).isEqualTo(Level.BAD);
        assertThat(remark(two, "masters").sentence()).startsWith("3 master-eligible nodes, 2 of them voting-only");
        assertThat(remark(two, "zones").level()).isEqualTo(Level.OK);
        assertThat(remark(Said.elasticsearch7(), "masters").sentence())
                .isEqualTo("3 master-eligible nodes, 1 of them voting-only");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "abc, OK",
        "aab, BAD",
        "aaa, BAD",
        "aabb, BAD",
        "aabc, BAD",
        "aabbc, OK",
        "aaabc, BAD",
        "aabbcc, OK",
    })
    void noZoneMayHoldHalfOfTheVotes(String zones, Level expected) {
        String[] nodes = IntStream.range(0, zones.length())
                .mapToObj(i -> node("m" + i, "8.15.3", zones.substring(i, i + 1), MASTER))
                .toArray(String[]::new);

        assertThat(remark(Said.elasticsearch8().nodes(nodes), "zones").level()).isEqualTo(expected);
    }

    @Test
    void aNodeWithoutAZoneLeavesItUnknown() {
        Said said = Said.elasticsearch8()
                .nodes(node("1", "8", "a", MASTER), node("2", "8", "b", MASTER), node("3", "8", "", MASTER));

        assertThat(remark(said, "zones").level()).isEqualTo(Level.BAD);
        assertThat(remark(said, "zones").advice()).contains("--zone-attribute");
    }

    @Test
    void awarenessThatDoesNotKnowTheZonesIsBadWhereThereAreSome() {
        Said unaware = Said.elasticsearch8()
                .answer(
                        Question.SETTINGS,
                        "{'transient':{'cluster.routing.allocation.awareness.attributes':'rack'},"
                                + "'defaults':{'cluster':{'routing':{'allocation':{'awareness':{'attributes':['zone']}}}}}}");

        assertThat(remark(unaware, "awareness").level()).isEqualTo(Level.BAD);
        assertThat(remark(unaware, "awareness").advice()).endsWith("attributes: zone");
    }

    @Test
    void coordinatingNodesAndMixedVersionsAreToldOf() {
        Said said = Said.openSearch()
                .nodes(
                        node("1", "2.19.1", "a", "'cluster_manager','data'"),
                        node("2", "2.19.1", "b", "'cluster_manager','data'"),
                        node("3", "2.18.0", "c", "'cluster_manager','data'"));

        assertThat(remark(said, "coordinating").level()).isEqualTo(Level.WARN);
        assertThat(remark(said, "coordinating").sentence()).startsWith("0 dedicated");
        assertThat(remark(said, "versions").level()).isEqualTo(Level.WARN);
        assertThat(remark(said, "versions").sentence()).startsWith("the nodes are of 2.18.0, 2.19.1");
    }

    @Test
    void anIndexWithoutReplicaIsBadUnlessItIsExcluded() {
        Said said = Said.elasticsearch8()
                .answer(
                        Question.INDICES,
                        "[{'index':'orders','rep':'0'},{'index':'tmp-1','rep':'0'},{'index':'shop','rep':'1'}]");

        List<Remark> excluding = Storage.judged(said.as("primary"), List.of("tmp-*"));
        List<Remark> both = Storage.judged(said.as("primary"), List.of("tmp-*", "orders"));

        assertThat(remark(said, "replicas").sentence())
                .startsWith("2 of 3 open indices")
                .endsWith("orders, tmp-1");
        assertThat(excluding.get(0).level()).isEqualTo(Level.BAD);
        assertThat(excluding.get(0).sentence()).endsWith(": orders");
        assertThat(both.get(0).level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource({
        "85%, 90%, 95%, OK",
        "0.85, 0.9, 0.95, OK",
        "100gb, 50gb, 20gb, OK",
        "95%, 90%, 95%, BAD",
        "90%, 95%, 99%, WARN",
        "20gb, 50gb, 100gb, BAD",
        "85%, 50gb, 20gb, BAD",
        "much, more, most, WARN",
    })
    void watermarksMustBeInOrder(String low, String high, String flood, Level expected) {
        String answer = "{'persistent':{'cluster':{'routing':{'allocation':{'disk':{'watermark':"
                + "{'low':'%s','high':'%s','flood_stage':'%s'}}}}}}}";
        Said said = Said.elasticsearch8().answer(Question.SETTINGS, answer.formatted(low, high, flood));

        assertThat(remark(said, "watermarks").level()).isEqualTo(expected);
    }

    @Test
    void thresholdsThatAreOffAreBad() {
        Said said = Said.elasticsearch7()
                .answer(
                        Question.SETTINGS,
                        "{'defaults':{'cluster':{'routing':{'allocation':{'disk':{'threshold_enabled':'false'}}}}}}");

        assertThat(remark(said, "watermarks").level()).isEqualTo(Level.BAD);
    }

    @ParameterizedTest(name = "{0} of 1000 bytes free: {1}")
    @CsvSource({"151, OK", "149, WARN", "99, BAD", "49, BAD"})
    @DisplayName("scenario 24: disks above the watermarks")
    void disksAreHeldAgainstTheWatermarks(int free, Level expected) {
        Said said = Said.elasticsearch7()
                .answer(
                        Question.DISKS,
                        "[{'node':'m1','disk.total':'1000','disk.avail':'" + free
                                + "'},{'node':'UNASSIGNED','disk.total':null,'disk.avail':null}]");

        assertThat(remark(said, "disks").level()).isEqualTo(expected);
        assertThat(remark(said, "disks").sentence().contains("flood stage")).isEqualTo(free < 50);
    }

    @Test
    @DisplayName("from 8.6 a large disk needs no more free than the headroom")
    void knowsTheHeadroom() {
        String tenTerabytes = "[{'node':'m1','disk.total':'10995116277760','disk.avail':'322122547200'}]";

        assertThat(remark(Said.elasticsearch8().answer(Question.DISKS, tenTerabytes), "disks")
                        .level())
                .as("300 GB free of 10 TB, with 200 GB of headroom")
                .isEqualTo(Level.OK);
        assertThat(remark(Said.elasticsearch7().answer(Question.DISKS, tenTerabytes), "disks")
                        .level())
                .isEqualTo(Level.BAD);
    }

    @Test
    void anOpenClusterAndPlainHttpAreBad() {
        Said said = Said.elasticsearch7()
                .answersAnybody()
                .at("http://es.internal:9200")
                .anyCluster();

        assertThat(remark(said, "security").level()).isEqualTo(Level.BAD);
        assertThat(remark(said, "tls").level()).isEqualTo(Level.BAD);
        assertThat(remark(said, "identity").advice()).isEqualTo("set check.clusterUuid: uuid-a");
    }

    @Test
    void whatIsRefusedIsSaidWithThePrivilegeThatLacks() {
        Said said = Said.elasticsearch8().noAnswer(Question.NODES, "403 security_exception", true);

        Remark refused = remark(said, "masters");
        assertThat(refused.level()).isEqualTo(Level.WARN);
        assertThat(refused.advice()).contains("monitor");
    }

    @Test
    void aClusterThatDoesNotAnswerHasOneRemark() {
        Said said = Said.elasticsearch8().noAnswer(Question.IDENTITY, "connection refused", false);

        assertThat(one(said))
                .filteredOn(remark -> remark.about().equals("primary"))
                .singleElement()
                .satisfies(remark -> {
                    assertThat(remark.level()).isEqualTo(Level.BAD);
                    assertThat(remark.sentence()).contains("connection refused");
                });
    }

    @Test
    @DisplayName("scenario 23: a DNS switch alone gives a read-only standby")
    void followersAreToldOf() {
        String elastic = "{'orders':{'settings':{'index.xpack.ccr.following_index':'true'}}}";
        String open = "{'orders':{'settings':{'index.plugins.replication.follower.leader_index':'orders'}}}";

        assertThat(writes(Said.elasticsearch8()
                                .answer(Question.READ_ONLY, elastic)
                                .standby(true))
                        .level())
                .isEqualTo(Level.WARN);
        assertThat(writes(Said.elasticsearch8()
                                .answer(Question.READ_ONLY, elastic)
                                .standby(false))
                        .level())
                .isEqualTo(Level.OK);
        assertThat(writes(Said.elasticsearch8().answer(Question.READ_ONLY, elastic))
                        .level())
                .as("a check that does not know it")
                .isEqualTo(Level.BAD);
        assertThat(writes(Said.openSearch().answer(Question.READ_ONLY, open).standby(true))
                        .sentence())
                .startsWith("1 indices follow another cluster");
        assertThat(remark(Said.elasticsearch8().answer(Question.READ_ONLY, elastic), "writes")
                        .level())
                .as("the active one")
                .isEqualTo(Level.BAD);
    }

    @Test
    void blockedIndicesAreBad() {
        Said said = Said.elasticsearch8()
                .answer(Question.READ_ONLY, "{'orders':{'settings':{'index.blocks.read_only_allow_delete':'true'}}}");

        assertThat(remark(said, "writes").sentence()).isEqualTo("1 indices are read-only: orders");
    }

    @Test
    @DisplayName("scenario 21: how old a standby's data is, against the policy's limit")
    void aStandbyIsHeldAgainstTheLimit() {
        Policy.DataLoss limit = new Policy.DataLoss(Duration.ofMinutes(1), Policy.DataLoss.Beyond.BLOCK);
        Finding behind = Finding.pass("").measured("lagSeconds", 61.0);
        Finding near = Finding.pass("").measured("lagSeconds", 60.0);

        assertThat(freshness(Said.elasticsearch8().standby(true).checked(behind), limit))
                .isEqualTo(Level.BAD);
        assertThat(freshness(Said.elasticsearch8().standby(true).checked(near), limit))
                .isEqualTo(Level.OK);
        assertThat(freshness(Said.elasticsearch8().standby(true).checked(near), null))
                .isEqualTo(Level.WARN);
        assertThat(freshness(Said.elasticsearch8().standby(true), limit)).isEqualTo(Level.WARN);
        assertThat(freshness(Said.elasticsearch8().checked(near), limit)).isEqualTo(Level.BAD);
        assertThat(freshness(Said.elasticsearch8().standby(true).checked(near.unready("stopped for good")), limit))
                .isEqualTo(Level.BAD);
    }

    @Test
    @DisplayName("scenario 6: two endpoints that are one cluster")
    void oneClusterBehindTwoEndpointsIsBad() {
        List<Remark> remarks = Pair.judged(
                Said.elasticsearch8().as("primary"), Said.elasticsearch8().as("secondary"));

        assertThat(remarks.get(0).level()).isEqualTo(Level.BAD);
        assertThat(remarks.get(0).sentence()).contains("one and the same cluster, uuid-a");
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource({
        "8.15.3, 8.15.3, OK",
        "8.15.3, 8.16.0, WARN",
        "8.15.3, 9.0.0, BAD",
        "8.15.3, 8.15.2, BAD",
        "8.15.3, 7.17.9, BAD",
    })
    @DisplayName("a standby must read what the active one writes, and its oldest indices")
    void versionsMustFit(String active, String standby, Level expected) {
        // 9 reads indices from 8 on, and the active one has some of 7.
        String oldest = standby.startsWith("9") ? "8.0.0" : "7.0.0";
        Said to = Said.elasticsearch8()
                .identity("b", "'number':'" + standby + "','minimum_index_compatibility_version':'" + oldest + "'");
        Said from = Said.elasticsearch8().identity("a", "'number':'" + active + "'");

        assertThat(Pair.judged(from.as("primary"), to.as("secondary")).get(1).level())
                .isEqualTo(expected);
    }

    @Test
    void elasticsearchAndOpenSearchShareOnlyOldSnapshots() {
        assertThat(Pair.judged(Said.elasticsearch7().as("p"), Said.openSearch().as("s"))
                        .get(1)
                        .level())
                .isEqualTo(Level.WARN);
        assertThat(Pair.judged(Said.elasticsearch8().as("p"), Said.openSearch().as("s"))
                        .get(1)
                        .level())
                .isEqualTo(Level.BAD);
        assertThat(Pair.judged(Said.openSearch().as("p"), Said.elasticsearch9().as("s"))
                        .get(1)
                        .level())
                .isEqualTo(Level.BAD);
    }

    @Test
    void longTimesToLiveAreToldOf() {
        DnsRecord record = new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.CNAME, Duration.ofSeconds(30));
        List<Remark> remarks = TimesToLive.judged(
                record,
                List.of(
                        new TimesToLive.Answered(
                                "es.example.com",
                                List.of(
                                        new TimesToLive.Seen("es.example.com", "CNAME", Duration.ofMinutes(5)),
                                        new TimesToLive.Seen("lb.example.net", "A", Duration.ofMinutes(2)),
                                        new TimesToLive.Seen("far.example.net", "A", Duration.ofHours(1))),
                                "NOERROR"),
                        new TimesToLive.Answered("gone.example.net", List.of(), "NXDOMAIN")));

        assertThat(remarks)
                .extracting(Remark::level)
                .containsExactly(Level.OK, Level.BAD, Level.WARN, Level.BAD, Level.WARN);
        assertThat(remarks.get(1).sentence()).contains("answered with 5m, the file has 30s");
        assertThat(remarks.get(4).sentence()).endsWith("NXDOMAIN");
    }

    @Test
    void theReportCountsAndShowsWhatToDo() {
        Report report = new Report(
                "search",
                List.of(Remark.ok("primary", "masters", "three"), Remark.bad("primary", "zones", "one", "spread")));

        assertThat(report.text()).isEqualTo("""
                primary
                  OK    masters        three
                  BAD   zones          one
                                     → spread
                search: 1 BAD, 0 WARN, 1 OK
                """);
        assertThat(report.json()).contains("\"bad\" : 1", "\"advice\" : \"spread\"");
    }

    private static Remark remark(Said said, String topic) {
        return one(said).stream()
                .filter(remark -> remark.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Remark writes(Said standby) {
        return Standing.standby(standby.as("secondary"), null).get(2);
    }

    private static Level freshness(Said standby, Policy.@Nullable DataLoss limit) {
        return Standing.standby(standby.as("secondary"), limit).get(1).level();
    }

    /** All remarks of one cluster that has the name. */
    private static List<Remark> one(Said said) {
        Check tcp = new Check.Tcp("b.internal", 1, null);
        Cluster cluster = said.as("primary");
        ServiceSpec spec = new ServiceSpec(
                "search",
                new DnsRecord("Z1", "es.example.com", DnsRecord.RecordType.A, Duration.ofSeconds(30)),
                false,
                List.of(
                        new Endpoint("primary", Target.of("192.0.2.1"), cluster.check()),
                        new Endpoint("secondary", Target.of("192.0.2.2"), tcp)),
                Probing.DEFAULT,
                Policy.DEFAULT);
        return new Audit(spec, "primary", "zone", List.of()).judged(List.of(cluster), List.of());
    }
}
