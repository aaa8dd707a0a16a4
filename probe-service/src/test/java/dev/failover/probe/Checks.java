package dev.failover.probe;

import dev.failover.event.Check;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Single checks without a schedule, cut off by nobody; every name is this machine, and the password is hunter2. */
final class Checks {

    private Checks() {}

    static Finding found(Vertx vertx, Check check) throws Exception {
        return found(vertx, check, "a", host -> Future.succeededFuture(InetAddress.getLoopbackAddress()));
    }

    static Finding found(Vertx vertx, Check check, String location) throws Exception {
        return found(vertx, check, location, host -> Future.succeededFuture(InetAddress.getLoopbackAddress()));
    }

    static Finding found(Vertx vertx, Check check, String location, Names names) throws Exception {
        // Nobody cuts them off; a cluster that has to say itself what is wrong takes most of it.
        Duration timeout = Duration.ofSeconds(5);
        Context loop = vertx.getOrCreateContext();
        CheckScope scope = new CheckScope(new LoopTimers(loop, Clock.systemUTC()), timeout);
        return Future.<Finding>future(promise -> loop.runOnContext(
                        now -> new Probes(loop, names, location, new Secrets(Map.of("PASSWORD", "hunter2")))
                                .probe(check)
                                .check(scope)
                                .recover(e -> Future.succeededFuture(Fault.found(e, scope)))
                                .onComplete(done -> scope.close())
                                .onComplete(promise)))
                .await(40, TimeUnit.SECONDS);
    }
}
