package dev.failover.awslocal;

import dev.failover.awslocal.iam.Policies;
import dev.failover.awslocal.route53.Route53;
import dev.failover.awslocal.wire.AwsAnswer;
import dev.failover.awslocal.wire.AwsCall;
import dev.failover.awslocal.wire.AwsException;
import dev.failover.awslocal.wire.AwsRequest;
import dev.failover.awslocal.wire.AwsService;
import dev.failover.awslocal.wire.QueryForm;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a request within its limits, finds the service and the operation, lets a waiting fault happen, and answers. */
final class HttpApi implements Handler<HttpServerRequest> {

    static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    private static final Pattern AUTHORITY = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]{1,255}");
    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

    private final Vertx vertx;
    private final Services services;
    private final ControlApi control;
    private final Faults faults;
    private final Policies policies;
    private final Consumer<Boolean> stranding;
    private final Supplier<UUID> ids;

    /** Who answers what. */
    record Services(AwsService route53, AwsService sns, AwsService sts) {}

    /**
     * Not listening yet.
     *
     * @param stranding told whether the changes that are submitted now are to be lost
     */
    HttpApi(
            Vertx vertx,
            Services services,
            ControlApi control,
            Faults faults,
            Policies policies,
            Consumer<Boolean> stranding,
            Supplier<UUID> ids) {
        this.vertx = vertx;
        this.services = services;
        this.control = control;
        this.faults = faults;
        this.policies = policies;
        this.stranding = stranding;
        this.ids = ids;
    }

    @Override
    public void handle(HttpServerRequest http) {
        Buffer body = Buffer.buffer();
        http.handler(part -> {
            if (body.length() + part.length() <= MAX_BODY_BYTES) {
                body.appendBuffer(part);
            } else if (!http.response().ended()) {
                http.response()
                        .setStatusCode(413)
                        .putHeader("connection", "close")
                        .end("the request is larger than " + MAX_BODY_BYTES + " bytes");
            }
        });
        http.exceptionHandler(e -> log.debug("request broken off: {}", e.getMessage()));
        http.endHandler(end -> {
            if (!http.response().ended()) {
                dispatch(http, body.getBytes());
            }
        });
    }

    private void dispatch(HttpServerRequest http, byte[] body) {
        String requestId = ids.get().toString();
        AwsService service = services.sns();
        try {
            AwsRequest request = read(http, body, requestId);
            if (request.path().startsWith(ControlApi.PREFIX)) {
                ControlApi.Reply reply = control.answer(request);
                http.response()
                        .setStatusCode(reply.status())
                        .putHeader("content-type", "application/json")
                        .end(reply.body());
                return;
            }
            service = service(request);
            AwsCall call = route(service, request);
            String authorization =
                    Optional.ofNullable(http.getHeader("authorization")).orElse("");
            policies.check(authorization, service.name(), call.operation(), request);
            call(http, service, call, requestId);
        } catch (AwsException e) {
            send(http, service.refusal(e, requestId), requestId);
        } catch (RuntimeException e) {
            log.error("{} {} failed", http.method(), http.path(), e);
            send(http, service.refusal(service.internalError(), requestId), requestId);
        }
    }

    private static AwsRequest read(HttpServerRequest http, byte[] body, String requestId) {
        String rawPath = Optional.ofNullable(http.path()).orElse("/");
        String path;
        try {
            path = URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AwsException(400, "MalformedQueryString", "the path is not correctly percent-encoded");
        }
        Map<String, String> parameters = new LinkedHashMap<>(
                QueryForm.parse(Optional.ofNullable(http.query()).orElse("")));
        String type = Optional.ofNullable(http.getHeader("content-type")).orElse("");
        if (type.startsWith("application/x-www-form-urlencoded")) {
            parameters.putAll(QueryForm.parse(new String(body, StandardCharsets.UTF_8)));
        }
        String authority = Optional.ofNullable(http.getHeader("host"))
                .filter(host -> AUTHORITY.matcher(host).matches())
                .orElse("localhost");
        return new AwsRequest(http.method().name(), path, parameters, body, requestId, authority);
    }

    private AwsService service(AwsRequest request) {
        if (request.path().startsWith(Route53.VERSION)) {
            return services.route53();
        }
        if (!request.path().equals("/")) {
            throw new AwsException(
                    404, "UnknownOperationException", "aws-local answers Route 53, SNS and STS; not this path");
        }
        return Sts.GET_CALLER_IDENTITY.equals(request.parameter("Action")) ? services.sts() : services.sns();
    }

    private AwsCall route(AwsService service, AwsRequest request) {
        try {
            AwsCall call = service.route(request);
            control.count(call.operation());
            return call;
        } catch (AwsException e) {
            control.count("unknown");
            throw e;
        }
    }

    private void call(HttpServerRequest http, AwsService service, AwsCall call, String requestId) {
        Optional<Fault> fault = faults.take(service.name(), call.operation());
        if (fault.isEmpty()) {
            send(http, run(service, call, requestId), requestId);
            return;
        }
        log.info("fault {} for {}:{}", fault.get().kind().inWords(), service.name(), call.operation());
        switch (fault.get().kind()) {
            case THROTTLE -> throw service.throttled();
            case ACCESS_DENIED -> throw service.accessDenied(call.operation());
            case ERROR_500 -> throw service.internalError();
            case PRIOR_REQUEST ->
                throw new AwsException(
                        400,
                        "PriorRequestNotComplete",
                        "The request was rejected because Route 53 was still processing a prior request.");
            case RESET -> http.connection().close();
            case LOSE_ANSWER -> {
                AwsAnswer lost = run(service, call, requestId);
                log.info("answer {} of {} is lost", lost.status(), call.operation());
                http.connection().close();
            }
            case STRAND -> {
                stranding.accept(true);
                AwsAnswer answer = run(service, call, requestId);
                stranding.accept(false);
                send(http, answer, requestId);
            }
            case DELAY ->
                vertx.setTimer(
                        Math.max(1, fault.get().millis()),
                        elapsed -> send(http, run(service, call, requestId), requestId));
        }
    }

    /** The answer or the refusal; a bug becomes the service's internal error, and the log has it. */
    private static AwsAnswer run(AwsService service, AwsCall call, String requestId) {
        try {
            return call.run().get();
        } catch (AwsException e) {
            log.debug("{} refused: {} {}", call.operation(), e.code(), e.text());
            return service.refusal(e, requestId);
        } catch (RuntimeException e) {
            log.error("{} failed", call.operation(), e);
            return service.refusal(service.internalError(), requestId);
        }
    }

    private static void send(HttpServerRequest http, AwsAnswer answer, String requestId) {
        if (http.response().closed()) {
            return;
        }
        answer.headers().forEach(http.response()::putHeader);
        http.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", "text/xml")
                .putHeader("x-amzn-RequestId", requestId)
                .end(answer.body());
    }
}
