package dev.souk.relay.transport;

import dev.souk.relay.outbound.Deflate;
import dev.souk.relay.outbound.Parcel;
import io.netty.buffer.ByteBuf;

/**
 * WebSocket text frames (RFC 6455, section 5.2) written straight into the buffer that is sent, so that an event's bytes are
 * copied once and encoded never. A server's frames are not masked.
 */
final class Frames {
    /** The longest head of a frame. */
    static final int MAX_HEAD = 10;

    private static final int FIN_TEXT = 0x81;
    private static final int RSV1 = 0x40;

    private Frames() {}

    /** Appends a frame with this text. */
    static void text(ByteBuf target, byte[] text) {
        head(target, FIN_TEXT, text.length).writeBytes(text);
    }

    /** The bytes of {@link #delivery}, its frame's head aside. */
    static int deliveryLength(Parcel.Delivery delivery) {
        return delivery.head().length + delivery.event().json().length + 1;
    }

    /** Appends {@code head}, the event, and the bracket that closes the message. */
    static void delivery(ByteBuf target, Parcel.Delivery delivery) {
        head(target, FIN_TEXT, deliveryLength(delivery))
                .writeBytes(delivery.head())
                .writeBytes(delivery.event().json())
                .writeByte(']');
    }

    /** The bytes of {@link #deflatedDelivery}, its frame's head aside. */
    static int deflatedLength(Parcel.Delivery delivery) {
        return Deflate.STORED_HEAD + delivery.head().length + delivery.event().deflated().length;
    }

    /**
     * Appends the same, compressed (RFC 7692): what differs for each receiver as a stored block, then the event's blocks,
     * which were compressed once for all.
     */
    static void deflatedDelivery(ByteBuf target, Parcel.Delivery delivery) {
        byte[] head = delivery.head();
        head(target, FIN_TEXT | RSV1, deflatedLength(delivery))
                .writeBytes(Deflate.storedHead(head.length))
                .writeBytes(head)
                .writeBytes(delivery.event().deflated());
    }

    private static ByteBuf head(ByteBuf target, int flags, int length) {
        target.writeByte(flags);
        if (length < 126) {
            return target.writeByte(length);
        }
        return length <= 0xFFFF
                ? target.writeByte(126).writeShort(length)
                : target.writeByte(127).writeLong(length);
    }
}
