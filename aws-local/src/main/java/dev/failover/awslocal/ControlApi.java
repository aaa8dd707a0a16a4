package dev.failover.awslocal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.failover.awslocal.iam.Policies;
import dev.failover.awslocal.iam.Policy;
import dev.failover.awslocal.route53.Changes;
import dev.failover.awslocal.route53.HealthChecks;
import dev.failover.awslocal.sns.Message;
import dev.failover.awslocal.sns.Messages;
import dev.failover.awslocal.wire.AwsRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** aws-local's own API for tests and demos: look at what happened, hold changes back, make calls fail. */
final class ControlApi {

    static final String PREFIX = "/_aws-local/";

    private static final String HEALTH_CHECKS = "health-checks/";
    /** Of each operation; the oldest are forgotten. */
    private static final int MOST_ARRIVALS = 10_000;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** In a policy a key that is there twice is a mistake. */
    private static final ObjectMapper POLICY_MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Changes changes;
    private final HealthChecks healthChecks;
    private final Messages messages;
    private final Faults faults;
    private final Policies policies;
    private final InstantSource clock;
    private final Map<String, Long> calls = new TreeMap<>();
    private final Map<String, Deque<Instant>> arrivals = new TreeMap<>();

    /** A status and a JSON body. */
    record Reply(int status, String body) {}

    ControlApi(
            Changes changes,
            HealthChecks healthChecks,
            Messages messages,
            Faults faults,
            Policies policies,
            InstantSource clock) {
        this.changes = changes;
        this.healthChecks = healthChecks;
        this.messages = messages;
        this.faults = faults;
        this.policies = policies;
        this.clock = clock;
    }

    void count(String operation) {
        calls.merge(operation, 1L, Long::sum);
        Deque<Instant> times = arrivals.computeIfAbsent(operation, first -> new ArrayDeque<>());
        times.add(clock.instant());
        if (times.size() > MOST_ARRIVALS) {
            times.remove();
        }
    }

    Reply answer(AwsRequest request) {
        String what = request.path().substring(PREFIX.length());
        if (what.startsWith(HEALTH_CHECKS)) {
            return health(what.substring(HEALTH_CHECKS.length()), request);
        }
        return switch (request.method() + " " + what) {
            case "GET health" -> new Reply(200, "{\"status\":\"ok\"}");
            case "GET messages" -> messages(request.query().getOrDefault("topic", ""));
            case "GET calls" -> calls();
            case "GET arrivals" -> arrivals(request.query().getOrDefault("operation", ""));
            case "GET insync-delay" -> delay();
            case "PUT insync-delay" -> setDelay(request);
            case "GET faults" -> faults();
            case "POST faults" -> addFaults(request);
            case "DELETE faults" -> {
                faults.clear();
                yield faults();
            }
            case "GET policy" -> policies();
            case "PUT policy" -> enforce(request);
            case "DELETE policy" -> {
                policies.clear();
                yield policies();
            }
            default -> problem(404, "unknown: " + request.method() + " " + PREFIX + what);
        };
    }

    private Reply messages(String topic) {
        ObjectNode reply = MAPPER.createObjectNode();
        ArrayNode list = reply.putArray("messages");
        messages.of(topic).forEach(message -> describe(message, list.addObject()));
        return new Reply(200, reply.toString());
    }

    private static void describe(Message message, ObjectNode json) {
        json.put("messageId", message.id());
        json.put("topicArn", message.topicArn());
        json.put("subject", message.subject());
        json.put("message", message.body());
        json.put("publishedAt", message.publishedAt().toString());
        ObjectNode byProtocol = json.putObject("messageByProtocol");
        new TreeMap<>(message.bodyByProtocol()).forEach(byProtocol::put);
        ObjectNode attributes = json.putObject("attributes");
        message.attributes()
                .forEach((name, attribute) ->
                        attributes.putObject(name).put("type", attribute.type()).put("value", attribute.value()));
        Message.Fifo fifo = message.fifo();
        if (fifo != null) {
            json.put("groupId", fifo.groupId());
            json.put("deduplicationId", fifo.deduplicationId());
            json.put("sequenceNumber", fifo.sequenceNumber());
        }
    }

    private Reply calls() {
        ObjectNode reply = MAPPER.createObjectNode();
        calls.forEach(reply::put);
        return new Reply(200, reply.toString());
    }

    private Reply arrivals(String operation) {
        ArrayNode list = MAPPER.createArrayNode();
        arrivals.getOrDefault(operation, new ArrayDeque<>()).forEach(at -> list.add(at.toString()));
        return new Reply(
                200, MAPPER.createObjectNode().<ObjectNode>set("arrivals", list).toString());
    }

    private Reply delay() {
        return new Reply(200, "{\"millis\":" + changes.delay().toMillis() + "}");
    }

    private Reply setDelay(AwsRequest request) {
        JsonNode millis = json(request).path("millis");
        if (!millis.canConvertToLong() || millis.asLong() < 0 || millis.asLong() > Settings.MAX_DELAY_MILLIS) {
            return problem(400, "millis must be a whole number 0.." + Settings.MAX_DELAY_MILLIS);
        }
        changes.setDelay(Duration.ofMillis(millis.asLong()));
        return delay();
    }

    private Reply health(String id, AwsRequest request) {
        boolean known = healthChecks.isHealthy(id).isPresent();
        if (!known) {
            return problem(404, "there is no health check " + id);
        }
        return switch (request.method()) {
            case "GET" -> health(id);
            case "PUT" -> setHealth(id, request);
            case "DELETE" -> {
                healthChecks.release(id);
                yield health(id);
            }
            default -> problem(405, "a health check knows GET, PUT and DELETE");
        };
    }

    private Reply health(String id) {
        return new Reply(200, "{\"healthy\":" + healthChecks.isHealthy(id).orElseThrow() + "}");
    }

    private Reply setHealth(String id, AwsRequest request) {
        JsonNode healthy = json(request).path("healthy");
        if (!healthy.isBoolean()) {
            return problem(400, "healthy must be true or false");
        }
        healthChecks.setHealthy(id, healthy.asBoolean());
        return health(id);
    }

    private Reply policies() {
        ObjectNode reply = MAPPER.createObjectNode();
        ArrayNode list = reply.putArray("enforcedFor");
        policies.accessKeyIds().stream().sorted().forEach(list::add);
        return new Reply(200, reply.toString());
    }

    private Reply enforce(AwsRequest request) {
        try {
            Policy policy = Policy.of(POLICY_MAPPER.readTree(request.body()));
            return policies.enforce(request.query().getOrDefault("accessKeyId", Policies.EVERYBODY), policy)
                    ? policies()
                    : problem(400, "too many policies");
        } catch (IllegalArgumentException e) {
            return problem(400, String.valueOf(e.getMessage()));
        } catch (JsonProcessingException e) {
            return problem(400, "no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private Reply faults() {
        ObjectNode reply = MAPPER.createObjectNode();
        ArrayNode list = reply.putArray("faults");
        faults.all()
                .forEach(fault -> list.addObject()
                        .put("operation", fault.operation())
                        .put("kind", fault.kind().inWords())
                        .put("count", fault.count())
                        .put("millis", fault.millis()));
        return new Reply(200, reply.toString());
    }

    private Reply addFaults(AwsRequest request) {
        JsonNode body = json(request);
        List<Fault> added = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (JsonNode fault : body.isArray() ? body : MAPPER.createArrayNode().add(body)) {
            readFault(fault, added, problems);
        }
        if (!problems.isEmpty()) {
            return problem(400, String.join("; ", problems));
        }
        return faults.add(added) ? faults() : problem(400, "at most " + Faults.MAX_FAULTS + " faults can wait");
    }

    private static void readFault(JsonNode json, List<Fault> added, List<String> problems) {
        int before = problems.size();
        String operation = json.path("operation").asText("*");
        String kind = json.path("kind").asText("");
        int count = json.path("count").asInt(1);
        long millis = json.path("millis").asLong(0);
        if (Fault.Kind.named(kind).isEmpty()) {
            problems.add("kind must be one of throttle, prior-request, error-500, access-denied, reset, delay,"
                    + " lose-answer, strand, was '" + kind + "'");
        }
        if (operation.isEmpty() || operation.length() > 100) {
            problems.add("operation must have 1 to 100 characters");
        }
        if (count < 1 || count > Fault.MAX_COUNT) {
            problems.add("count must be 1.." + Fault.MAX_COUNT);
        }
        if (millis < 0 || millis > Fault.MAX_MILLIS) {
            problems.add("millis must be 0.." + Fault.MAX_MILLIS);
        }
        if (problems.size() == before) {
            added.add(new Fault(operation, Fault.Kind.named(kind).orElseThrow(), count, millis));
        }
    }

    private static JsonNode json(AwsRequest request) {
        try {
            JsonNode body = MAPPER.readTree(request.body());
            return body == null ? MAPPER.missingNode() : body;
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    private static Reply problem(int status, String why) {
        return new Reply(status, MAPPER.createObjectNode().put("error", why).toString());
    }
}
