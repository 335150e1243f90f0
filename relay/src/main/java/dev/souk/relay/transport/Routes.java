package dev.souk.relay.transport;

import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.extension.HttpStream;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What extensions serve, the threads {@code http-n} on which they answer, and their open streams. The management API is
 * answered on a thread of its own: what strangers ask for must not keep an operator from banning them. Thread-safe.
 */
final class Routes implements AutoCloseable {
    /** Streams that may be open, all clients together; past it they get 503. */
    static final int MAX_STREAMS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int WAITING_REQUESTS = 256;

    /** Two, so that one slow answer does not hold up all others; more would take the cores from the rest of the relay. */
    private static final int THREADS = 2;

    /** Calls of the management API that may wait. */
    private static final int WAITING_CALLS = 64;

    /** Who asked. Exactly one of these is called, once, from any thread. */
    interface Asker {
        void reply(FullHttpResponse response);

        ChunkedStream open(HttpResponse head);
    }

    private final AtomicLong openStreams;
    private final Supplier<Duration> grace;
    private final Set<ChunkedStream> streams = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor http = threads("http", THREADS, WAITING_REQUESTS);
    private final ThreadPoolExecutor calls = threads("management", 1, WAITING_CALLS);
    private volatile List<HttpRoute> routes = List.of();
    private volatile boolean isStopping;

    /**
     * @param openStreams counts them
     * @param grace how long a stop waits for answers that are under way
     */
    Routes(AtomicLong openStreams, Supplier<Duration> grace) {
        this.openStreams = openStreams;
        this.grace = grace;
    }

    private static ThreadPoolExecutor threads(String role, int number, int waiting) {
        AtomicInteger made = new AtomicInteger();
        return new ThreadPoolExecutor(
                number,
                number,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(waiting),
                task -> new Thread(task, role + "-" + made.incrementAndGet()));
    }

    /** Serves these from now on. */
    void serve(List<HttpRoute> all) {
        routes = List.copyOf(all);
    }

    /** The first route that this path belongs to. */
    Optional<HttpRoute> at(String path) {
        return routes.stream()
                .filter(route -> path.equals(route.prefix()) || path.startsWith(route.prefix() + "/"))
                .findFirst();
    }

    /** Lets an extension answer, on a thread {@code http-n}; says 503 when too many wait already. */
    void answer(HttpRoute route, HttpRoute.Request request, Asker asker) {
        boolean isHead = request.method() == HttpRoute.Method.HEAD;
        answer(http, route.prefix(), isHead, () -> route.answer().apply(request), asker);
    }

    /** Lets the management API answer, on the thread {@code management-1}; says 503 when too many calls wait already. */
    void manage(Supplier<HttpRoute.Reply> call, Asker asker) {
        answer(calls, "management", false, call, asker);
    }

    private void answer(
            ThreadPoolExecutor threads, String name, boolean isHead, Supplier<HttpRoute.Reply> answer, Asker asker) {
        try {
            threads.execute(() -> ask(name, isHead, answer, asker));
        } catch (RejectedExecutionException e) {
            asker.reply(HttpReplies.busy("too many requests\n"));
        }
    }

    private void ask(String name, boolean isHead, Supplier<HttpRoute.Reply> answer, Asker asker) {
        HttpResponse response;
        Consumer<HttpStream> source = stream -> {};
        try {
            switch (answer.get()) {
                case HttpRoute.Reply.Whole whole -> response = HttpReplies.of(whole);
                case HttpRoute.Reply.Stream stream when isHead -> response = HttpReplies.streamHeadAlone(stream);
                case HttpRoute.Reply.Stream stream -> {
                    response = HttpReplies.streamHead(stream);
                    source = stream.source();
                }
            }
        } catch (RuntimeException | Error e) {
            // An error, too: somebody waits for an answer.
            LOG.error("event=route-failed route={}", name, e);
            response = HttpReplies.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal error\n");
        }
        if (response instanceof FullHttpResponse whole) {
            asker.reply(whole);
        } else {
            open(name, response, source, asker);
        }
    }

    private void open(String name, HttpResponse head, Consumer<HttpStream> source, Asker asker) {
        if (openStreams.incrementAndGet() > MAX_STREAMS) {
            openStreams.decrementAndGet();
            asker.reply(HttpReplies.busy("too many streams are open\n"));
            return;
        }
        ChunkedStream stream = asker.open(head);
        streams.add(stream);
        stream.onClose(() -> {
            streams.remove(stream);
            openStreams.decrementAndGet();
        });
        try {
            source.accept(stream);
        } catch (RuntimeException | Error e) {
            LOG.error("event=stream-failed route={}", name, e);
            stream.close();
        }
        if (isStopping) {
            stream.close();
        }
    }

    /** Takes no more requests, waits for those under way, and ends all streams. */
    @Override
    public void close() {
        isStopping = true;
        http.shutdown();
        calls.shutdown();
        long endNanos = System.nanoTime() + grace.get().toNanos();
        try {
            if (!http.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)
                    || !calls.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                LOG.warn("event=routes-still-busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        streams.forEach(ChunkedStream::close);
    }
}
