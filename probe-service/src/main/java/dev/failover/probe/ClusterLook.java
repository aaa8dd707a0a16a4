package dev.failover.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.failover.event.Check;
import dev.failover.event.Observation.FailureClass;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A close look at one cluster through its check: the same address, certificate and credentials, each question a GET that is
 * cut off as a check is and of whose answer 64 KiB are read.
 */
public final class ClusterLook {

    private final Context loop;
    private final Timers timers;
    private final StallWatch stalls;
    private final Check.Elasticsearch check;
    private final Duration timeout;
    private final Probes probes;

    /**
     * What came of one question.
     *
     * @param body missing where there is no answer to use
     * @param problem why there is none, as a sentence; empty where there is one
     * @param refused whether the cluster wants other credentials
     */
    public record Answer(JsonNode body, String problem, boolean refused) {

        /** An answer that can be used. */
        public static Answer of(JsonNode body) {
            return new Answer(body, "", false);
        }

        static Answer none(Finding why) {
            return new Answer(MissingNode.getInstance(), why.detail(), why.failure() == FailureClass.AUTH);
        }

        public boolean isThere() {
            return problem.isEmpty();
        }
    }

    /**
     * A look.
     *
     * @param timeout of one question
     */
    public ClusterLook(Vertx vertx, Check.Elasticsearch check, Duration timeout, Secrets secrets) {
        this.loop = vertx.getOrCreateContext();
        this.timers = new LoopTimers(loop, Clock.systemUTC());
        this.stalls = new StallWatch(timers);
        loop.runOnContext(now -> stalls.start());
        this.check = check;
        this.timeout = timeout;
        this.probes = new Probes(loop, DnsNames.ofThisMachine(vertx), "look", secrets);
    }

    /**
     * Asks.
     *
     * @param path below the cluster's root
     */
    public Future<Answer> get(String path) {
        return asked(check, path);
    }

    /** Asks as somebody whom the cluster does not know. */
    public Future<Answer> getAsNobody(String path) {
        return asked(new Check.Elasticsearch(check.url(), check.tolerate(), null, null, check.tls()), path);
    }

    private Future<Answer> asked(Check.Elasticsearch by, String path) {
        Promise<Answer> told = Promise.promise();
        loop.runOnContext(now -> {
            AtomicReference<Answer> answer = new AtomicReference<>();
            Probe probe = probes.question(by, path, body -> answer.set(Answer.of(body)));
            // A standstill of this process spoils a measurement, not an answer.
            new Attempt(timers, stalls, timeout, seen -> {
                        Answer got = answer.get();
                        told.complete(got == null ? Answer.none(seen.finding()) : got);
                    })
                    .run(probe);
        });
        return told.future();
    }
}
