package dev.souk.relay;

import dev.souk.relay.extension.HttpRoute;
import dev.souk.relay.extension.HttpStream;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Serves pages of every sort: what it was asked ({@code /echo}), what a client may have already ({@code /tagged}), what
 * takes until it is let go ({@code /slow}), what goes on ({@code /stream}).
 */
final class ServingExtension implements RelayExtension {
    static final int BIG = 32 << 20;

    private Optional<RelayAccess> access = Optional.empty();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final BlockingQueue<HttpStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();

    @Override
    public String name() {
        return "serving";
    }

    @Override
    public void start(RelayAccess given) {
        access = Optional.of(given);
    }

    /** Made of what only the start brings, as most are. */
    @Override
    public List<HttpRoute> routes() {
        RelayAccess known = access.orElseThrow();
        return List.of(
                new HttpRoute("/sequence", request -> HttpRoute.Reply.json("" + known.sequence())),
                new HttpRoute("/echo", request -> HttpRoute.Reply.of(200, "text/plain", echo(request))),
                new HttpRoute(
                        "/tagged",
                        request -> HttpRoute.Reply.json("{}")
                                .with("ETag", "\"v1\"")
                                .with("Cache-Control", "max-age=60")
                                .with("Link", "</next>; rel=\"next\"")),
                new HttpRoute(
                        "/tagged-but-missing",
                        request -> HttpRoute.Reply.of(404, "text/plain", "no").with("ETag", "\"v1\"")),
                new HttpRoute("/slow", this::slowly),
                new HttpRoute("/big", request -> HttpRoute.Reply.of(200, "text/plain", "x".repeat(BIG))),
                new HttpRoute(
                        "/split-header", request -> HttpRoute.Reply.json("{}").with("Link", "a\r\nX-Injected: b")),
                new HttpRoute(
                        "/own-length", request -> HttpRoute.Reply.json("{}").with("content-length", "7")),
                new HttpRoute("/error", request -> {
                    throw new AssertionError("broken on purpose");
                }),
                new HttpRoute("/stream", request -> HttpRoute.Reply.Stream.ofEvents(this::take)),
                new HttpRoute(
                        "/lines",
                        request -> new HttpRoute.Reply.Stream(
                                "application/x-ndjson", java.util.Map.of("X-Lines", "yes"), this::take)),
                new HttpRoute(
                        "/broken-stream",
                        request -> HttpRoute.Reply.Stream.ofEvents(stream -> {
                            stream.onClose(() -> endings.add("broken"));
                            throw new IllegalStateException("broken on purpose");
                        })));
    }

    private static String echo(HttpRoute.Request request) {
        return request.method() + " " + request.path() + " " + request.query() + " "
                + request.header("if-none-match").orElse("-") + " "
                + request.header("LAST-EVENT-ID").orElse("-") + " "
                + request.header("Accept").orElse("-");
    }

    private HttpRoute.Reply slowly(HttpRoute.Request request) {
        try {
            boolean isLetGo = slow.await(30, TimeUnit.SECONDS);
            endings.add("answered");
            return HttpRoute.Reply.of(200, "text/plain", isLetGo ? "at last" : "nobody let it go");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpRoute.Reply.of(500, "text/plain", "interrupted");
        }
    }

    private void take(HttpStream stream) {
        stream.onClose(() -> endings.add("stream"));
        streams.add(stream);
    }

    /** Lets all slow answers go. */
    void letGo() {
        slow.countDown();
    }

    /** The next stream that was opened. */
    HttpStream nextStream() {
        return next(streams, "stream");
    }

    /** True when no stream was opened that was not asked for here. */
    boolean hasNoStream() {
        return streams.isEmpty();
    }

    /** What ended next: {@code stream}, {@code answered}, {@code extension}. */
    String nextEnding() {
        return next(endings, "ending");
    }

    private static <T> T next(BlockingQueue<T> queue, String what) {
        try {
            T next = queue.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no " + what + " came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        endings.add("extension");
    }
}
