package dev.souk.relay.transport;

import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.extension.HttpStream;
import dev.souk.relay.metrics.RelayMetrics;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open end of an HTTP answer. What is sent waits in an inbox for the channel's event loop, and then in the channel for
 * the client; both together are bounded by {@code max_outbound_bytes}. The stream's end is the connection's.
 *
 * <p>The {@link HttpStream} methods may be called from anywhere, the others on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes the channel, and that is heard.
final class ChunkedStream implements HttpStream {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkedStream.class);

    /** What a message costs beside its bytes, about: entries of queues, the chunk's head. */
    private static final int OVERHEAD = 256;

    /** Messages between two flushes, so that one stream does not keep the loop. */
    private static final int SLICE = 64;

    /** Silence that proxies bear; the HTML standard advises about as much. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final Backlog backlog;
    private final Supplier<LimitsConfig> limits;
    private final RelayMetrics metrics;
    private final boolean hasHeartbeat;
    private final Queue<byte[]> inbox = new ConcurrentLinkedQueue<>();

    /** Bytes that were taken in and have not left; raised by senders, lowered on the event loop. */
    private final AtomicLong waiting = new AtomicLong();

    /** True while a task on the event loop is going to look into the inbox. */
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final AtomicBoolean isCut = new AtomicBoolean();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private boolean isFinished;
    private long lastWriteNanos = System.nanoTime();

    ChunkedStream(
            Channel channel, Backlog backlog, HttpResponse head, Supplier<LimitsConfig> limits, RelayMetrics metrics) {
        this.channel = channel;
        this.backlog = backlog;
        this.limits = limits;
        this.metrics = metrics;
        this.hasHeartbeat = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("text/event-stream");
    }

    /** Writes the head; to be called before anything is sent. */
    void begin(HttpResponse head) {
        backlog.write(head, channel.newPromise());
        flush();
        channel.closeFuture().addListener(closed -> {
            isEnding.set(true);
            inbox.clear();
            end.complete(null);
        });
    }

    @Override
    public boolean send(byte[] bytes) {
        if (isEnding.get()) {
            return false;
        }
        if (waiting.addAndGet(bytes.length + OVERHEAD) > limits.get().maxOutboundBytes()) {
            cut("more than " + limits.get().maxOutboundBytes() + " bytes are waiting to be read");
            return false;
        }
        inbox.add(bytes);
        if (isScheduled.compareAndSet(false, true)) {
            onLoop(this::drain);
        }
        return true;
    }

    private void drain() {
        isScheduled.set(false);
        if (isFinished) {
            return;
        }
        int written = 0;
        for (byte[] bytes = inbox.poll(); bytes != null; bytes = inbox.poll()) {
            write(bytes);
            if (++written == SLICE) {
                break;
            }
        }
        flush();
        if (!inbox.isEmpty() && isScheduled.compareAndSet(false, true)) {
            onLoop(this::drain);
        }
    }

    private void write(byte[] bytes) {
        lastWriteNanos = System.nanoTime();
        backlog.write(
                new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)),
                channel.newPromise().addListener(done -> waiting.addAndGet(-(bytes.length + OVERHEAD))));
    }

    /** Flushes, and ends the stream when all clients together keep too much waiting. */
    private void flush() {
        channel.flush();
        if (backlog.account() > WebSocketHandler.SMALL_BACKLOG
                && metrics.outboundBytes().get() > limits.get().maxTotalOutboundBytes()) {
            cut("the relay runs short of memory for clients that do not read");
        }
    }

    /** Called about once a second: looks whether what waits moves, and breaks a long silence. */
    void tick(long nowNanos) {
        if (backlog.isStalled(nowNanos, limits.get().stallTimeout())) {
            cut("nothing was read for " + limits.get().stallTimeout().toSeconds() + " seconds");
        } else if (hasHeartbeat && !isEnding.get() && nowNanos - lastWriteNanos > heartbeatNanos()) {
            waiting.addAndGet(COMMENT.length + OVERHEAD);
            write(COMMENT);
            flush();
        }
    }

    private long heartbeatNanos() {
        return Math.min(HEARTBEAT.toNanos(), limits.get().pingInterval().toNanos());
    }

    /** Closes the connection under a client that does not read. */
    private void cut(String reason) {
        isEnding.set(true);
        if (isCut.compareAndSet(false, true)) {
            metrics.slowClosed().increment();
            LOG.info("event=closed-slow-stream address={} why=\"{}\"", ProxyHeader.peer(channel), reason);
            channel.close();
        }
    }

    @Override
    public void close() {
        if (isEnding.compareAndSet(false, true)) {
            onLoop(this::finish);
        }
    }

    private void finish() {
        isFinished = true;
        for (byte[] bytes = inbox.poll(); bytes != null; bytes = inbox.poll()) {
            write(bytes);
        }
        backlog.write(
                LastHttpContent.EMPTY_LAST_CONTENT, channel.newPromise().addListener(ChannelFutureListener.CLOSE));
        flush();
    }

    @Override
    public void onClose(Runnable action) {
        end.thenRun(() -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("event=stream-failed what=on-close", e);
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The loop has shut down, and with it the connection.
            inbox.clear();
        }
    }
}
