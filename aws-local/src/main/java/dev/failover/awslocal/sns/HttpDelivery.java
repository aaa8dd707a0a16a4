package dev.failover.awslocal.sns;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to HTTP subscribers: one at a time per subscription and in order, each a few times, from a queue that drops what
 * it cannot hold. Owned by the verticle; used on its event loop only.
 */
public final class HttpDelivery implements Delivery {

    static final int MAX_QUEUED_PER_SUBSCRIPTION = 1_000;
    static final long MAX_QUEUED_CHARACTERS = 64_000_000;

    private static final Logger log = LoggerFactory.getLogger(HttpDelivery.class);
    private static final List<Long> RETRY_AFTER_MILLIS = List.of(100L, 500L, 2_000L);
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final int IDLE_SECONDS = 10;

    private final Vertx vertx;
    private final HttpClient client;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Map<String, Deque<Posting>> queues = new HashMap<>();
    private String endpoint = "";
    private long queuedCharacters;

    private record Posting(Subscription subscription, Envelope envelope) {}

    public HttpDelivery(Vertx vertx, InstantSource clock, Supplier<UUID> ids) {
        this.vertx = vertx;
        this.clock = clock;
        this.ids = ids;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setIdleTimeout(IDLE_SECONDS)
                .setKeepAliveTimeout(IDLE_SECONDS));
    }

    /** Our own address as the latest caller knows it: it goes into the links of an envelope. */
    void reachableAt(String url) {
        endpoint = url;
    }

    @Override
    public void confirmation(Subscription subscription) {
        enqueue(subscription, Envelope.confirmation(subscription, ids.get().toString(), clock.instant(), endpoint));
    }

    @Override
    public void notification(Subscription subscription, Message message) {
        if (subscription.target().isHttp()) {
            enqueue(subscription, Envelope.notification(subscription, message, endpoint));
        }
    }

    @Override
    public void forget(String subscriptionArn) {
        Deque<Posting> queue = queues.remove(subscriptionArn);
        while (queue != null && queue.size() > 1) {
            queuedCharacters -= queue.removeLast().envelope.body().length();
        }
    }

    private void enqueue(Subscription subscription, Envelope envelope) {
        Deque<Posting> queue = queues.computeIfAbsent(subscription.arn(), arn -> new ArrayDeque<>());
        int size = envelope.body().length();
        if (queue.size() >= MAX_QUEUED_PER_SUBSCRIPTION || queuedCharacters + size > MAX_QUEUED_CHARACTERS) {
            log.warn(
                    "dropped a message for {}: {} are waiting",
                    subscription.target().endpoint(),
                    queue.size());
            return;
        }
        queue.add(new Posting(subscription, envelope));
        queuedCharacters += size;
        if (queue.size() == 1) {
            postFirst(queue);
        }
    }

    /** The first of the queue is the one under way; it leaves when it is delivered or given up. */
    private void postFirst(Deque<Posting> queue) {
        Posting posting = queue.element();
        post(posting, 0).onComplete(done -> {
            if (done.failed()) {
                log.warn(
                        "gave up delivering to {} after {} attempts: {}",
                        posting.subscription.target().endpoint(),
                        RETRY_AFTER_MILLIS.size() + 1,
                        done.cause().getMessage());
            }
            queuedCharacters -= queue.remove().envelope.body().length();
            if (!queue.isEmpty() && queues.get(posting.subscription.arn()) == queue) {
                postFirst(queue);
            }
        });
    }

    private Future<?> post(Posting posting, int attempt) {
        return post(posting).recover(failure -> {
            boolean gone = !queues.containsKey(posting.subscription.arn());
            if (gone || attempt >= RETRY_AFTER_MILLIS.size()) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(RETRY_AFTER_MILLIS.get(attempt), TimeUnit.MILLISECONDS)
                    .compose(elapsed -> post(posting, attempt + 1).mapEmpty());
        });
    }

    private Future<Void> post(Posting posting) {
        try {
            RequestOptions request = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setTimeout(TIMEOUT_MILLIS)
                    .setAbsoluteURI(posting.subscription.target().endpoint());
            posting.envelope.headers().forEach(request::putHeader);
            return client.request(request)
                    .compose(open -> open.send(posting.envelope.body()))
                    .compose(response -> response.statusCode() / 100 == 2
                            ? response.end()
                            : response.end().compose(ended -> Future.failedFuture("status " + response.statusCode())));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
