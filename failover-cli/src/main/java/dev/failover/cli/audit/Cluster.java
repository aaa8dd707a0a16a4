package dev.failover.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failover.event.Check;
import dev.failover.probe.ClusterLook.Answer;
import dev.failover.probe.Finding;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one endpoint's cluster said: all that its judges are given.
 *
 * @param asNobody its answer to somebody whom it does not know
 * @param checked what the endpoint's own check found, run once without what it writes
 */
record Cluster(
        String endpoint, Check.Elasticsearch check, Map<Question, Answer> answers, Answer asNobody, Finding checked) {

    private static final Answer NOT_ASKED = new Answer(MissingNode.getInstance(), "it was not asked", false);

    Cluster {
        answers = new EnumMap<>(answers);
    }

    /** Whether it has said what it is, so that the rest is worth judging. */
    boolean isThere() {
        return answer(Question.IDENTITY).isThere();
    }

    Answer answer(Question question) {
        return answers.getOrDefault(question, NOT_ASKED);
    }

    JsonNode body(Question question) {
        return answer(question).body();
    }

    /** The remark that something could not be looked at; empty where there is an answer. */
    Optional<Remark> unanswered(Question question, String topic) {
        Answer answer = answer(question);
        if (answer.isThere()) {
            return Optional.empty();
        }
        String advice = answer.refused()
                ? "give the check's user the cluster privilege monitor and the index privilege view_index_metadata"
                : "ask again, or look yourself: GET " + question.path();
        return Optional.of(
                Remark.warn(endpoint, topic, question.what() + " could not be looked at: " + answer.problem(), advice));
    }

    Version version() {
        return Version.of(body(Question.IDENTITY).path("version"));
    }

    String uuid() {
        return body(Question.IDENTITY).path("cluster_uuid").asText("");
    }
}
