package dev.souk.relay.transport;

import dev.souk.relay.outbound.Deflate;
import dev.souk.relay.outbound.Parcel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * WebSocket text frames (RFC 6455, section 5.2) written straight into one buffer of the right size, so that an event's
 * bytes are copied once and encoded never. A server's frames are not masked.
 */
final class Frames {
    private static final int FIN_TEXT = 0x81;
    private static final int RSV1 = 0x40;

    private Frames() {}

    /** A frame with this text. */
    static ByteBuf text(ByteBufAllocator allocator, byte[] text) {
        return head(allocator, FIN_TEXT, text.length).writeBytes(text);
    }

    /** {@code head}, the event, and the bracket that closes the message. */
    static ByteBuf delivery(ByteBufAllocator allocator, Parcel.Delivery delivery) {
        byte[] head = delivery.head();
        byte[] event = delivery.event().json();
        return head(allocator, FIN_TEXT, head.length + event.length + 1)
                .writeBytes(head)
                .writeBytes(event)
                .writeByte(']');
    }

    /**
     * The same, compressed (RFC 7692): what differs for each receiver as a stored block, then the event's blocks, which
     * were compressed once for all.
     */
    static ByteBuf deflatedDelivery(ByteBufAllocator allocator, Parcel.Delivery delivery) {
        byte[] head = delivery.head();
        byte[] event = delivery.event().deflated();
        return head(allocator, FIN_TEXT | RSV1, Deflate.STORED_HEAD + head.length + event.length)
                .writeBytes(Deflate.storedHead(head.length))
                .writeBytes(head)
                .writeBytes(event);
    }

    private static ByteBuf head(ByteBufAllocator allocator, int flags, int length) {
        ByteBuf frame = allocator.buffer(length + 10).writeByte(flags);
        if (length < 126) {
            return frame.writeByte(length);
        }
        return length <= 0xFFFF
                ? frame.writeByte(126).writeShort(length)
                : frame.writeByte(127).writeLong(length);
    }
}
