package dev.failover.awslocal;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running aws-local: for tests, the demo and {@link Main}. Has a Vert.x of its own, which {@link #close} ends. */
public final class AwsLocal implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Vertx vertx;
    private final Settings settings;
    private final AwsLocalVerticle verticle;

    private AwsLocal(Vertx vertx, Settings settings, AwsLocalVerticle verticle) {
        this.vertx = vertx;
        this.settings = settings;
        this.verticle = verticle;
    }

    /** Returns when both ports are open; fails with an {@link IllegalStateException} that says why not. */
    public static AwsLocal start(Settings settings) {
        return start(settings, InstantSource.system());
    }

    /** With a clock of the caller's, so that a test decides when a change is in sync. */
    public static AwsLocal start(Settings settings, InstantSource clock) {
        Seed seed = Seed.read(settings.seed());
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        AwsLocalVerticle verticle = new AwsLocalVerticle(settings, seed, clock);
        try {
            vertx.deployVerticle(verticle).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return new AwsLocal(vertx, settings, verticle);
        } catch (SettingsException e) {
            vertx.close();
            throw e;
        } catch (Exception e) {
            vertx.close();
            throw new IllegalStateException("aws-local did not start: " + e.getMessage(), e);
        }
    }

    public URI endpoint() {
        return URI.create("http://" + settings.host() + ":" + verticle.ports().http());
    }

    public InetSocketAddress dnsAddress() {
        return new InetSocketAddress(settings.host(), verticle.ports().dns());
    }

    @Override
    public void close() {
        try {
            vertx.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("aws-local did not stop within " + PATIENCE_SECONDS + " s", e);
        }
    }
}
