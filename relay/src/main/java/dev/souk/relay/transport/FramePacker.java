package dev.souk.relay.transport;

import dev.souk.relay.outbound.Parcel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames that one connection is sent between two flushes behind one another in common buffers: a write through
 * the pipeline costs more than the few bytes of most messages. A single frame gets a buffer of its size; each further
 * buffer is larger, up to a limit. Owned by the channel's event loop.
 */
final class FramePacker {
    private static final int MAX_BUFFER = 16 << 10;
    private static final int GROWTH = 4;

    private final Channel channel;
    private final Backlog backlog;
    private @Nullable ByteBuf open;

    FramePacker(Channel channel, Backlog backlog) {
        this.channel = channel;
        this.backlog = backlog;
    }

    void text(byte[] text) {
        Frames.text(room(text.length), text);
    }

    void delivery(Parcel.Delivery delivery) {
        Frames.delivery(room(Frames.deliveryLength(delivery)), delivery);
    }

    void deflatedDelivery(Parcel.Delivery delivery) {
        Frames.deflatedDelivery(room(Frames.deflatedLength(delivery)), delivery);
    }

    /** A buffer with room for a frame of so many bytes. */
    private ByteBuf room(int payload) {
        int needed = payload + Frames.MAX_HEAD;
        ByteBuf last = open;
        if (last != null && last.writableBytes() >= needed) {
            return last;
        }
        int capacity = last == null
                ? needed
                : Math.clamp((long) last.capacity() * GROWTH, needed, Math.max(needed, MAX_BUFFER));
        handOver();
        ByteBuf next = channel.alloc().buffer(capacity);
        open = next;
        return next;
    }

    /** Writes what was put together, without a flush. */
    void handOver() {
        ByteBuf full = open;
        if (full != null) {
            // Writing may call back whoever waits for room, who may come here again.
            open = null;
            backlog.write(full, channel.voidPromise());
        }
    }
}
