package dev.souk.relay.transport;

import dev.souk.relay.extension.HttpRoute;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one port share: their count, their numbers, and the thread that answers HTTP. Thread-safe. */
final class Endpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final int WAITING_REQUESTS = 256;

    private final ClientAddress addresses;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final ThreadPoolExecutor http = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING_REQUESTS), task -> new Thread(task, "http"));

    Endpoint(ClientAddress addresses) {
        this.addresses = addresses;
    }

    ClientAddress addresses() {
        return addresses;
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    /** Connections that are open, finished handshake or not. */
    AtomicInteger open() {
        return open;
    }

    /** Lets an extension answer, on the thread {@code http}; says 503 when too many wait already. */
    void answer(HttpRoute route, HttpRoute.Request request, Consumer<FullHttpResponse> reply) {
        try {
            http.execute(() -> reply.accept(answer(route, request)));
        } catch (RejectedExecutionException e) {
            reply.accept(HttpReplies.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many requests\n"));
        }
    }

    private static FullHttpResponse answer(HttpRoute route, HttpRoute.Request request) {
        try {
            HttpRoute.Reply reply = route.answer().apply(request);
            return HttpReplies.of(HttpResponseStatus.valueOf(reply.status()), reply.contentType(), reply.body());
        } catch (RuntimeException e) {
            LOG.error("event=route-failed route={}", route.prefix(), e);
            return HttpReplies.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error\n");
        }
    }

    @Override
    public void close() {
        http.shutdown();
    }
}
