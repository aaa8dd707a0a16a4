package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Finding;
import dev.failover.probe.Probe;
import dev.failover.probe.http.HttpExchange;
import io.vertx.core.Future;
import java.util.function.Consumer;

/** One GET of a cluster, for whoever looks closely at it: the answer is handed over, what prevents one is the finding. */
public final class Question implements Probe {

    private final Check.Elasticsearch check;
    private final HttpExchange exchange;
    private final Credential credential;
    private final String path;
    private final Consumer<JsonNode> answered;

    /**
     * A question.
     *
     * @param path below the cluster's root
     * @param answered is given the answer's JSON, an object or an array
     */
    public Question(
            Check.Elasticsearch check,
            HttpExchange exchange,
            Credential credential,
            String path,
            Consumer<JsonNode> answered) {
        this.check = check;
        this.exchange = exchange;
        this.credential = credential;
        this.path = path;
        this.answered = answered;
    }

    @Override
    public Future<Finding> check(CheckScope scope) {
        scope.waitsFor(Finding.proberError("the check's secret was not read " + scope.within()));
        String root = ElasticsearchProbe.root(check);
        return credential
                .header()
                .compose(header -> new Conversation(scope, exchange, credential, header, root).get(path))
                .map(reply -> {
                    if (!reply.isFine()) {
                        return Finding.fail(FailureClass.HTTP_STATUS, path + " " + reply.reason());
                    }
                    answered.accept(reply.body());
                    return Finding.pass("");
                });
    }
}
