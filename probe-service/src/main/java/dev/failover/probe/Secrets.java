package dev.failover.probe;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/** Reads secrets from where the specs say they are. A message names the place and never what is there. */
public final class Secrets {

    private static final int MAX_BYTES = 16 * 1024;

    /** Whoever may write a specification must not be able to have these sent to a host of his own. */
    private static final List<String> OWN = List.of("env:KAFKA_", "env:AWS_", "file:/proc/", "file:/dev/");

    private final Map<String, String> env;

    public Secrets(Map<String, String> env) {
        this.env = Map.copyOf(env);
    }

    /**
     * Reads a secret now.
     *
     * @param place {@code env:NAME} or {@code file:/path}
     * @return the secret without line breaks around it; fails with {@link CheckFailedException}, as PROBER_ERROR
     */
    Future<String> read(Vertx vertx, String place) {
        if (OWN.stream().anyMatch(place::startsWith)) {
            return unusable(place, "is this process's own and is sent to no target");
        }
        Future<String> raw = place.startsWith("env:")
                ? Future.succeededFuture(env.getOrDefault(place.substring("env:".length()), ""))
                : file(vertx, place.substring("file:".length()));
        return raw.map(String::strip)
                .compose(secret -> usable(secret)
                        ? Future.succeededFuture(secret)
                        : unusable(place, "is empty, missing, or more than one line of text"))
                .recover(e ->
                        e instanceof CheckFailedException ? Future.failedFuture(e) : unusable(place, "cannot be read"));
    }

    private static Future<String> file(Vertx vertx, String path) {
        return vertx.fileSystem()
                .props(path)
                .compose(props -> props.isRegularFile() && props.size() <= MAX_BYTES
                        ? vertx.fileSystem().readFile(path)
                        : Future.succeededFuture(Buffer.buffer()))
                .map(Buffer::toString);
    }

    private static boolean usable(String secret) {
        // A line break would let a secret write headers of its own.
        return !secret.isEmpty() && secret.chars().noneMatch(Character::isISOControl);
    }

    private static Future<String> unusable(String place, String why) {
        return Future.failedFuture(
                new CheckFailedException(Finding.proberError("the check's secret " + place + " " + why)));
    }

    @Override
    public String toString() {
        return "[hidden]";
    }
}
