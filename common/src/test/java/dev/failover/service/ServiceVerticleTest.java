package dev.failover.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceVerticleTest {

    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final List<String> story = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void closesWhatWasOpenedInTheReverseOrderAndOffTheEventLoop() throws Exception {
        String id = vertx.deployVerticle(new Sample()).await(30, TimeUnit.SECONDS);
        vertx.undeploy(id).await(30, TimeUnit.SECONDS);

        assertThat(story).containsExactly("loop starts", "loop closes", "second closes", "first closes");
    }

    @Test
    void answersForItsLoop() throws Exception {
        vertx.deployVerticle(new Sample()).await(30, TimeUnit.SECONDS);

        assertThat(health.whatIsDead()).containsOnlyKeys("loop").containsValue("it is a sample");
    }

    private final class Sample extends ServiceVerticle {

        Sample() {
            super(new ServiceContext(health, new SimpleMeterRegistry(), failure -> story.add("fatal")));
        }

        @Override
        public Future<?> start() {
            opened(() -> closes("first"));
            opened(() -> closes("second"));
            run(new SampleLoop());
            return Future.succeededFuture();
        }
    }

    private void closes(String part) {
        story.add(part + (Context.isOnEventLoopThread() ? " blocks the event loop" : " closes"));
    }

    private final class SampleLoop implements Worker {
        @Override
        public void start() {
            story.add("loop starts");
        }

        @Override
        public Optional<String> whyDead() {
            return Optional.of("it is a sample");
        }

        @Override
        public Optional<String> whyNotReady() {
            return Optional.empty();
        }

        @Override
        public void close() {
            closes("loop");
        }
    }
}
