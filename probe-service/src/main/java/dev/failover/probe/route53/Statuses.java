package dev.failover.probe.route53;

import dev.failover.probe.CheckScope;
import dev.failover.probe.Finding;
import dev.failover.probe.route53.StatusApi.Answer;
import dev.failover.service.AwsSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest status of each health check that is asked for. A check gets the answer that is here already until it is its turn
 * to ask: AWS's checkers look every 10 or 30 s, and Route 53 may be asked once a second in all. Lives on one event loop;
 * calls are made on a pool of two threads.
 */
public final class Statuses implements AutoCloseable {

    private static final int THREADS = 2;

    /** A health check that nobody has asked for this long has no turn any more. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private static final Logger log = LoggerFactory.getLogger(Statuses.class);

    private final WorkerExecutor pool;
    private final Supplier<StatusApi> opening;
    private final LongSupplier nanos;
    private final Pace pace;
    private final Map<String, Status> byId = new LinkedHashMap<>();
    private @Nullable StatusApi api;

    /** One health check: who wants it, when it was asked for, and what came of it. */
    private static final class Status {
        private long wantedAt;
        private long askedAt;
        private @Nullable Future<Answer> pending;
        private @Nullable Answer last;
    }

    /**
     * Statuses.
     *
     * @param settings of the AWS that is asked, once the first one is wanted
     */
    public Statuses(Vertx vertx, AwsSettings settings) {
        this(vertx, () -> new AwsStatusApi(settings), System::nanoTime);
    }

    Statuses(Vertx vertx, Supplier<StatusApi> opening, LongSupplier nanos) {
        this.pool = vertx.createSharedWorkerExecutor("route53-checks", THREADS);
        this.opening = opening;
        this.nanos = nanos;
        this.pace = new Pace(nanos.getAsLong());
    }

    /** What the newest answer says now; never a failure of the endpoint where there is none. */
    Future<Finding> finding(String healthCheckId, CheckScope scope) {
        Status status = wanted(healthCheckId);
        if (status.pending == null && isDue(status) && pace.take(nanos.getAsLong())) {
            ask(healthCheckId, status);
        }
        if (status.last != null) {
            // One that is under way is for the next check: nobody waits for it.
            return Future.succeededFuture(status.last.judged(scope.now()));
        }
        return status.pending == null
                ? Future.succeededFuture(Finding.proberError("Route 53 was not asked yet: " + byId.size()
                        + " health checks share its one question a second"))
                : status.pending.map(answer -> answer.judged(scope.now()));
    }

    private Status wanted(String healthCheckId) {
        long now = nanos.getAsLong();
        byId.values().removeIf(status -> now - status.wantedAt > FORGOTTEN.toNanos());
        int before = byId.size();
        Status status = byId.computeIfAbsent(healthCheckId, unknown -> new Status());
        status.wantedAt = now;
        if (byId.size() > before) {
            tell();
        }
        return status;
    }

    private void tell() {
        Duration turn = Pace.turn(byId.size());
        log.info("{} health checks of Route 53, each is asked for every {} s", byId.size(), turn.toSeconds());
        if (turn.compareTo(Checkers.FRESH) > 0) {
            log.warn(
                    "{} health checks of Route 53 are more than can be asked for in time: their answers are older than {} s"
                            + " before the next, and count for nothing then",
                    byId.size(),
                    Checkers.FRESH.toSeconds());
        }
    }

    private boolean isDue(Status status) {
        return status.last == null
                || nanos.getAsLong() - status.askedAt >= Pace.turn(byId.size()).toNanos();
    }

    private void ask(String healthCheckId, Status status) {
        status.askedAt = nanos.getAsLong();
        Future<Answer> asked = pool.executeBlocking(() -> opened().ask(healthCheckId), false)
                .recover(e -> Future.succeededFuture(
                        Answer.none(Finding.proberError("Route 53 could not be asked: " + e.getMessage()))));
        status.pending = asked;
        asked.onSuccess(answer -> {
            status.pending = null;
            status.last = answer;
        });
    }

    /** Made where it is first needed, on the pool: it takes a second, and most locations never need it. */
    private synchronized StatusApi opened() {
        if (api == null) {
            api = opening.get();
        }
        return api;
    }

    @Override
    public synchronized void close() {
        pool.close();
        if (api != null) {
            api.close();
        }
    }
}
