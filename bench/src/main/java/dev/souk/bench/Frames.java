package dev.souk.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** WebSocket frames made before the clock starts (RFC 6455, section 5.2): whole text messages, masked as clients must. */
final class Frames {
    private static final int KEY = 0x5A17C0DE;
    private static final byte[] VERB = "[\"EVENT\",".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    /** The frames that publish these events. */
    static List<byte[]> events(List<byte[]> jsons) {
        return jsons.stream().map(Frames::event).toList();
    }

    /** The frame that publishes the event of this JSON. */
    static byte[] event(byte[] json) {
        byte[] message = new byte[VERB.length + json.length + 1];
        System.arraycopy(VERB, 0, message, 0, VERB.length);
        System.arraycopy(json, 0, message, VERB.length, json.length);
        message[message.length - 1] = ']';
        return of(message);
    }

    static byte[] of(String message) {
        return of(message.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] of(byte[] message) {
        ByteBuffer frame = ByteBuffer.allocate(message.length + 14);
        frame.put((byte) 0x81);
        if (message.length < 126) {
            frame.put((byte) (0x80 | message.length));
        } else if (message.length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) message.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(message.length);
        }
        frame.putInt(KEY);
        for (int i = 0; i < message.length; i++) {
            frame.put((byte) (message[i] ^ KEY >>> 24 - 8 * (i & 3)));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }
}
