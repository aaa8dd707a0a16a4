package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.probe.ClusterLook.Answer;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cluster's answers in the shapes of the versions; well in every respect until a test says otherwise. */
final class Said {

    private final Map<Question, Answer> answers = new EnumMap<>(Question.class);
    private Answer asNobody = new Answer(MissingNode.getInstance(), "401", true);
    private Finding checked = Finding.pass("the cluster is green");
    private URI url = URI.create("https://es.internal:9200");
    private @Nullable Standby standby;
    private @Nullable String uuid = "uuid-a";

    private Said() {}

    /** Roles have no tiers before 7.10 and no headroom before 8.6; the age of indices is not told. */
    static Said elasticsearch7() {
        Said said = new Said();
        said.identity("uuid-a", "'number':'7.10.2','minimum_index_compatibility_version':'6.0.0-beta1'");
        said.nodes(
                node("m1", "7.10.2", "a", "'data','ingest','master','remote_cluster_client'"),
                node("m2", "7.10.2", "b", "'data','ingest','master','remote_cluster_client'"),
                node("m3", "7.10.2", "c", "'master','voting_only'"),
                node("c1", "7.10.2", "a", ""),
                node("c2", "7.10.2", "b", "'remote_cluster_client'"));
        said.answer(
                Question.SETTINGS,
                "{'persistent':{'cluster':{'routing':{'allocation':{'awareness':{'attributes':'zone'}}}}},"
                        + "'defaults':{'cluster':{'routing':{'allocation':{'awareness':{'attributes':[]},"
                        + "'disk':{'threshold_enabled':'true','watermark':{'low':'85%','high':'90%','flood_stage':'95%'}}"
                        + "}}}}}");
        said.answer(Question.AGES, "{}");
        return said.usual();
    }

    /** Data tiers, and a headroom beside each watermark under a key with a dot. */
    static Said elasticsearch8() {
        Said said = new Said();
        said.identity("uuid-a", "'number':'8.15.3','minimum_index_compatibility_version':'7.0.0'");
        said.nodes(
                node("m1", "8.15.3", "a", "'data_content','data_hot','master','remote_cluster_client'"),
                node("m2", "8.15.3", "b", "'data_content','data_hot','master','remote_cluster_client'"),
                node("m3", "8.15.3", "c", "'master','voting_only'"),
                node("c1", "8.15.3", "a", ""),
                node("c2", "8.15.3", "b", ""));
        said.answer(
                Question.SETTINGS,
                "{'defaults':{'cluster':{'routing':{'allocation':{'awareness':{'attributes':['zone']},"
                        + "'disk':{'threshold_enabled':'true','watermark':{'low':'85%','low.max_headroom':'200GB',"
                        + "'high':'90%','high.max_headroom':'150GB','flood_stage':'95%',"
                        + "'flood_stage.frozen':'95%','flood_stage.max_headroom':'100GB'}}}}}}}");
        said.answer(
                Question.AGES,
                "{'indices':{'versions':[{'version':'7.17.9','index_count':2},"
                        + "{'version':'8503000','index_count':40}]}}");
        return said.usual();
    }

    static Said elasticsearch9() {
        Said said = elasticsearch8();
        said.identity("uuid-a", "'number':'9.1.0','minimum_index_compatibility_version':'8.0.0'");
        return said;
    }

    /** Cluster managers, and a distribution. */
    static Said openSearch() {
        Said said = new Said();
        said.identity(
                "uuid-a",
                "'distribution':'opensearch','number':'2.19.1','minimum_index_compatibility_version':'7.0.0'");
        said.nodes(
                node("m1", "2.19.1", "a", "'cluster_manager','data','ingest','remote_cluster_client'"),
                node("m2", "2.19.1", "b", "'cluster_manager','data','ingest','remote_cluster_client'"),
                node("m3", "2.19.1", "c", "'cluster_manager'"),
                node("c1", "2.19.1", "a", ""),
                node("c2", "2.19.1", "b", ""));
        said.answer(
                Question.SETTINGS,
                "{'defaults':{'cluster':{'routing':{'allocation':{'disk':{'threshold_enabled':'true','watermark':"
                        + "{'flood_stage':'95%','high':'90%','low':'85%','enable_for_single_data_node':'false'}},"
                        + "'awareness':{'balance':'false','attributes':['zone']}}}}}}");
        said.answer(Question.AGES, "{}");
        return said.usual();
    }

    static String node(String name, String version, String zone, String roles) {
        return "'%s':{'name':'%s','version':'%s','roles':[%s],'attributes':{'zone':'%s'}}"
                .formatted(name, name, version, roles, zone);
    }

    Said nodes(String... nodes) {
        return answer(Question.NODES, "{'nodes':{" + String.join(",", nodes) + "}}");
    }

    Said identity(String clusterUuid, String version) {
        return answer(Question.IDENTITY, "{'cluster_uuid':'" + clusterUuid + "','version':{" + version + "}}");
    }

    private Said usual() {
        answer(Question.DISKS, "[{'node':'m1','disk.total':'1000','disk.avail':'600'}]");
        answer(Question.INDICES, "[{'index':'orders','rep':'1'}]");
        return answer(Question.READ_ONLY, "{}");
    }

    Said answer(Question question, String json) {
        answers.put(question, Answer.of(json(json)));
        return this;
    }

    Said noAnswer(Question question, String problem, boolean refused) {
        answers.put(question, new Answer(MissingNode.getInstance(), problem, refused));
        return this;
    }

    Said answersAnybody() {
        asNobody = Answer.of(json("{}"));
        return this;
    }

    Said at(String root) {
        url = URI.create(root);
        return this;
    }

    Said checked(Finding finding) {
        checked = finding;
        return this;
    }

    Said standby(boolean writes) {
        standby = new Standby(Standby.Freshness.CCR, List.of("orders"), writes);
        return this;
    }

    Said anyCluster() {
        uuid = null;
        return this;
    }

    Cluster as(String endpoint) {
        Check.Auth auth = new Check.Auth(Check.Auth.Scheme.API_KEY, null, "env:KEY");
        Check.Elasticsearch check =
                new Check.Elasticsearch(url, null, null, auth, null, List.of(), uuid, List.of(), null, null, standby);
        return new Cluster(endpoint, check, answers, asNobody, checked);
    }

    private static JsonNode json(String json) {
        return Json.parsed(Buffer.buffer(json.replace('\'', '"')));
    }
}
