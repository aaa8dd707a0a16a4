package dev.failover.probe;

import dev.failover.event.Check;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One check run once, with the resolvers of this machine and cut off as in the service: what a person sees of an endpoint
 * is what the service sees.
 */
public final class SingleCheck {

    private SingleCheck() {}

    /**
     * Everything that was seen.
     *
     * @param address what was connected to last, where anything was
     * @param steps in their order, each with the time after the start
     */
    public record Seen(
            Instant startedAt,
            Duration took,
            Finding finding,
            @Nullable String address,
            List<CheckScope.Step> steps) {}

    /**
     * Runs it.
     *
     * @param location what the canary documents are called after
     * @throws IllegalArgumentException when the check cannot be used here
     */
    public static Future<Seen> run(Vertx vertx, Check check, Duration timeout, String location, Secrets secrets) {
        Promise<Seen> told = Promise.promise();
        Context loop = vertx.getOrCreateContext();
        Probe probe = new Probes(loop, DnsNames.ofThisMachine(vertx), location, secrets).probe(check);
        loop.runOnContext(now -> begin(new LoopTimers(loop, Clock.systemUTC()), timeout, probe, told));
        return told.future();
    }

    private static void begin(Timers timers, Duration timeout, Probe probe, Promise<Seen> told) {
        StallWatch stalls = new StallWatch(timers);
        stalls.start();
        new Attempt(
                        timers,
                        stalls,
                        timeout,
                        seen -> told.complete(
                                new Seen(seen.startedAt(), seen.took(), seen.finding(), seen.address(), seen.steps())))
                .run(probe);
    }
}
