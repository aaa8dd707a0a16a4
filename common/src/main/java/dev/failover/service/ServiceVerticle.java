package dev.failover.service;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the verticles of all services share: it owns what was opened, and closes it in the reverse order. Closing blocks, so
 * it is done off the event loop.
 */
public abstract class ServiceVerticle extends VerticleBase {

    protected final ServiceContext process;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    protected ServiceVerticle(ServiceContext process) {
        this.process = process;
    }

    /** Owns a part from now on. */
    protected final <C extends AutoCloseable> C opened(C part) {
        opened.push(part);
        return part;
    }

    /** Owns the service's loop, answers for it with its health, and starts it. */
    protected final void run(Worker loop) {
        opened(loop);
        process.health().live("loop", loop::whyDead);
        process.health().ready("loop", loop::whyNotReady);
        loop.start();
    }

    /** The loop first as a rule, so that nothing it uses is gone before it. */
    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(() -> {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
            return true;
        });
    }
}
