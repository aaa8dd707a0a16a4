package dev.failover.cli.audit;

import dev.failover.event.Check;
import dev.failover.event.Check.Elasticsearch.Standby;
import dev.failover.event.Endpoint;
import dev.failover.probe.ClusterLook;
import dev.failover.probe.ClusterLook.Answer;
import dev.failover.probe.Finding;
import dev.failover.probe.Secrets;
import dev.failover.probe.SingleCheck;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the clusters, one question at a time, and only with GETs. */
final class ClusterReader {

    /** Beyond the timeout of one question, which ends it. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Duration timeout;
    private final String location;
    private final Secrets secrets = new Secrets(System.getenv());

    /**
     * A reader.
     *
     * @param timeout of one question
     * @param location whose canary document is read
     */
    ClusterReader(Vertx vertx, Duration timeout, String location) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.location = location;
    }

    Cluster read(Endpoint endpoint, Check.Elasticsearch check) throws TimeoutException {
        ClusterLook look = new ClusterLook(vertx, check, timeout, secrets);
        Map<Question, Answer> answers = new EnumMap<>(Question.class);
        for (Question question : Question.values()) {
            answers.put(question, await(look.get(question.path())));
        }
        Answer asNobody = await(look.getAsNobody(Question.IDENTITY.path()));
        return new Cluster(endpoint.name(), check, answers, asNobody, checked(check));
    }

    private Finding checked(Check.Elasticsearch check) throws TimeoutException {
        return await(SingleCheck.run(vertx, reading(check), timeout, location, secrets))
                .finding();
    }

    /** The check without what it writes; whether the standby takes writes is a question of its own. */
    private static Check.Elasticsearch reading(Check.Elasticsearch check) {
        Standby standby = check.standby() == null
                ? null
                : new Standby(check.standby().freshness(), check.standby().indices(), false);
        return new Check.Elasticsearch(
                check.url(),
                check.tolerate(),
                check.clusterName(),
                check.auth(),
                check.tls(),
                check.indices(),
                check.clusterUuid(),
                List.of(),
                check.nodes(),
                null,
                standby);
    }

    private <T> T await(Future<T> asked) throws TimeoutException {
        return asked.await(timeout.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
    }
}
