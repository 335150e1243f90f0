package dev.souk.relay.transport;

import io.netty.handler.codec.http.FullHttpRequest;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Requests of one connection that came ahead of the answers before them. Owned by the event loop. */
final class PipelinedRequests {
    private static final int MAX_REQUESTS = 64;

    /** Lines, headers and bodies together. A single request may be longer. */
    private static final int MAX_BYTES = 64 << 10;

    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private int bytes;

    /** Keeps one until it is its turn; false when too much waits already. */
    boolean add(FullHttpRequest request) {
        int size = sizeOf(request);
        boolean isTooMuch = waiting.size() == MAX_REQUESTS || (!waiting.isEmpty() && bytes + size > MAX_BYTES);
        if (isTooMuch) {
            return false;
        }
        waiting.add(request.retain());
        bytes += size;
        return true;
    }

    private static int sizeOf(FullHttpRequest request) {
        int size = request.uri().length() + request.content().readableBytes();
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    /** The one whose turn it is, which is the caller's to release. */
    Optional<FullHttpRequest> next() {
        Optional<FullHttpRequest> next = Optional.ofNullable(waiting.poll());
        next.ifPresent(request -> bytes -= sizeOf(request));
        return next;
    }

    /** Nobody will answer them. */
    void clear() {
        waiting.forEach(FullHttpRequest::release);
        waiting.clear();
        bytes = 0;
    }
}
