package dev.failover.awslocal.route53;

import dev.failover.awslocal.route53.HealthChecks.HealthCheck;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One check of one endpoint, with Route 53's limits: an HTTP connection within 4 s, its status within 2 s more, and where a
 * string must match, the body within another 2 s, of which the first 5,120 bytes count; a TCP connection within 10 s. No
 * certificate is verified, and no redirect is followed.
 */
final class EndpointCheck {

    static final int BODY_BYTES = 5_120;

    private static final int CONNECT_MILLIS = 4_000;
    private static final long ANSWER_MILLIS = 2_000;
    private static final int TCP_MILLIS = 10_000;

    private final HttpClient http;
    private final HttpClient https;
    private final NetClient tcp;

    EndpointCheck(Vertx vertx) {
        this.http = client(vertx, false);
        this.https = client(vertx, true);
        this.tcp = vertx.createNetClient(new NetClientOptions().setConnectTimeout(TCP_MILLIS));
    }

    private static HttpClient client(Vertx vertx, boolean tls) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setSsl(tls)
                .setKeepAlive(false)
                .setVerifyHost(false)
                .setTrustAll(tls);
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(Checkers.MAX_UNDER_WAY));
    }

    /** What the endpoint answered, or the failure, in Route 53's manner. */
    Future<String> of(HealthCheck check) {
        try {
            return check.type().equals("TCP") ? connect(check) : request(check);
        } catch (RuntimeException e) {
            return Future.failedFuture("The health checker could not make the request: " + e.getMessage());
        }
    }

    private Future<String> connect(HealthCheck check) {
        return tcp.connect(address(check)).compose(socket -> socket.close().map("TCP connection established"));
    }

    private Future<String> request(HealthCheck check) {
        boolean tls = check.type().startsWith("HTTPS");
        String path = check.text("ResourcePath");
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(address(check))
                .setHost(host(check))
                .setPort(check.number("Port"))
                .setURI(path.startsWith("/") ? path : "/" + path)
                .setSsl(tls)
                .putHeader("user-agent", "aws-local health check " + check.id());
        return (tls ? https : http).request(options).compose(request -> answered(check, request));
    }

    /** The status within its time; a connection that is still open then is given up. */
    private static Future<String> answered(HealthCheck check, HttpClientRequest request) {
        Future<String> outcome = request.send()
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .compose(response -> judged(check, response));
        return outcome.onComplete(done -> request.connection().close());
    }

    private static Future<String> judged(HealthCheck check, HttpClientResponse response) {
        String status = "HTTP Status Code " + response.statusCode() + ", " + response.statusMessage();
        if (response.statusCode() < 200 || response.statusCode() >= 400) {
            return Future.failedFuture(status);
        } else if (!check.type().endsWith("_STR_MATCH")) {
            return Future.succeededFuture(status);
        }
        return beginning(response)
                .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
                .compose(body -> body.contains(check.text("SearchString"))
                        ? Future.succeededFuture(status)
                        : Future.failedFuture(status + ". The search string was not found in the response body"));
    }

    private static Future<String> beginning(HttpClientResponse response) {
        Promise<String> read = Promise.promise();
        Buffer body = Buffer.buffer();
        Runnable finish = () -> read.tryComplete(body.toString(StandardCharsets.UTF_8));
        response.handler(part -> {
            body.appendBuffer(part, 0, Math.min(part.length(), BODY_BYTES - body.length()));
            if (body.length() >= BODY_BYTES) {
                finish.run();
            }
        });
        response.endHandler(end -> finish.run());
        response.exceptionHandler(read::tryFail);
        return read.future();
    }

    private static SocketAddress address(HealthCheck check) {
        String ip = check.text("IPAddress");
        return SocketAddress.inetSocketAddress(check.number("Port"), ip.isEmpty() ? host(check) : ip);
    }

    private static String host(HealthCheck check) {
        String name = check.text("FullyQualifiedDomainName");
        return name.isEmpty() ? check.text("IPAddress") : name;
    }
}
