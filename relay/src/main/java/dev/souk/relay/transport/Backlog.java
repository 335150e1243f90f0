package dev.souk.relay.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What waits to be sent on one channel: how much, and whether it moves. Whatever may be large is written through it.
 * Owned by the channel's event loop.
 */
final class Backlog {
    private final Channel channel;
    private final AtomicLong all;
    private long waiting;
    private long handedOver;
    private long sent;
    private long lastProgressNanos = System.nanoTime();

    /** @param all the sum over all channels, which this one's share is kept part of */
    Backlog(Channel channel, AtomicLong all) {
        this.channel = channel;
        this.all = all;
    }

    /** Writes without a flush. */
    @SuppressWarnings("FutureReturnValueIgnored") // The promise is the caller's.
    void write(Object message, ChannelPromise promise) {
        // By the buffer's own account, which knows what encoders and entries add.
        long before = pending();
        channel.write(message, promise);
        handedOver += Math.max(0, pending() - before);
    }

    /** Brings the sum of all up to date with this channel's bytes, which it returns. */
    long account() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long left = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long sentSoFar = handedOver - left + (buffer == null ? 0 : buffer.currentProgress());
        if (left == 0 || sentSoFar > sent) {
            sent = sentSoFar;
            lastProgressNanos = System.nanoTime();
        }
        all.addAndGet(left - waiting);
        waiting = left;
        return left;
    }

    /** Bytes that waited when it was last accounted for. */
    long waiting() {
        return waiting;
    }

    /** True when something waits and none of it has moved for so long. */
    boolean isStalled(long nowNanos, Duration timeout) {
        return waiting > 0 && nowNanos - lastProgressNanos > timeout.toNanos();
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
