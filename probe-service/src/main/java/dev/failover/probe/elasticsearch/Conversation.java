package dev.failover.probe.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.failover.event.Observation.FailureClass;
import dev.failover.probe.CheckFailedException;
import dev.failover.probe.CheckScope;
import dev.failover.probe.Credential;
import dev.failover.probe.Fault;
import dev.failover.probe.Finding;
import dev.failover.probe.Json;
import dev.failover.probe.http.HttpExchange;
import dev.failover.probe.http.HttpExchange.Answer;
import dev.failover.probe.http.HttpExchange.Request;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The requests of one check of one cluster, each below the cluster's root and with the check's credentials. */
final class Conversation {

    private static final int MIN_MILLIS = 1;

    private final CheckScope scope;
    private final HttpExchange exchange;
    private final Credential credential;
    private final Optional<String> authorization;
    private final String root;

    /** What the cluster said to one request: an answer that is whole, and one's own to give. */
    record Reply(int status, JsonNode body) {

        boolean isFine() {
            return status >= 200 && status < 300;
        }

        /** In which words the cluster refused, as a sentence may have them. */
        String reason() {
            JsonNode error = body.path("error");
            String type = error.path("type").asText("");
            String why = error.path("reason").asText(error.asText(""));
            return Fault.printable(
                    "answered " + status + (type.isEmpty() ? "" : " " + type) + (why.isEmpty() ? "" : ", " + why));
        }

        boolean isError(String type) {
            return type.equals(body.path("error").path("type").asText());
        }
    }

    Conversation(
            CheckScope scope,
            HttpExchange exchange,
            Credential credential,
            Optional<String> authorization,
            String root) {
        this.scope = scope;
        this.exchange = exchange;
        this.credential = credential;
        this.authorization = authorization;
        this.root = root;
    }

    CheckScope scope() {
        return scope;
    }

    /** How long the cluster may take by its own clock: less than what is left, so that it says itself what is wrong. */
    long clusterMillis() {
        return Math.max(MIN_MILLIS, scope.left().toMillis() * 7 / 10);
    }

    /** The raw answer of a GET, whatever it is. */
    Future<Answer> answer(String path, IntPredicate bodyWanted) {
        return exchange.ask(scope, Request.get(root + path, authorization), bodyWanted);
    }

    Future<Reply> get(String path) {
        return reply(Request.get(root + path, authorization));
    }

    Future<Reply> put(String path, String json) {
        return reply(new Request(HttpMethod.PUT, root + path, authorization, json));
    }

    private Future<Reply> reply(Request request) {
        return exchange.ask(scope, request, any -> true).map(answer -> {
            Reply reply = new Reply(answer.status(), Json.parsed(answer.body()));
            Finding unusable = unusable(answer, reply);
            if (unusable != null) {
                throw new CheckFailedException(unusable);
            }
            return reply;
        });
    }

    private @Nullable Finding unusable(Answer answer, Reply reply) {
        if (refuses(reply)) {
            credential.refused();
            return Finding.refused(answer.status() + " from " + scope.place() + ": it does not take the check's"
                    + " credentials, or they lack a privilege: " + reply.reason());
        } else if (!answer.whole()) {
            return Finding.fail(FailureClass.BODY, "an answer of " + scope.place() + " is longer than 64 KiB");
        } else if (!reply.body().isContainerNode()) {
            return Finding.fail(
                    answer.status() == 200 ? FailureClass.BODY : FailureClass.HTTP_STATUS,
                    "answered " + answer.status() + " without JSON: " + scope.place());
        }
        return null;
    }

    /** Forbidden is also what is blocked, what a follower does not take and what the licence lacks. */
    private static boolean refuses(Reply reply) {
        return reply.status() == 401
                || (reply.status() == 403
                        && reply.isError("security_exception")
                        && !reply.reason().contains("license"));
    }
}
