package dev.souk.relay.outbound;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Raw deflate (RFC 1951) in pieces that can be put together: a message is a sequence of blocks, so a stored block with
 * the few bytes that differ for each receiver may stand before blocks that were compressed once for all. Nothing refers
 * back across messages, which permessage-deflate calls no context takeover (RFC 7692, section 7.1.1).
 */
public final class Deflate {
    private static final int LEVEL = 1;
    private static final int SYNC_TAIL = 4;

    private static final ThreadLocal<Deflater> DEFLATER = ThreadLocal.withInitial(() -> new Deflater(LEVEL, true));

    private Deflate() {}

    /** {@code text} and {@code last}, compressed and synced, without the four bytes that RFC 7692 leaves out. */
    static byte[] blocks(byte[] text, char last) {
        byte[] input = Arrays.copyOf(text, text.length + 1);
        input[text.length] = (byte) last;
        Deflater deflater = DEFLATER.get();
        deflater.reset();
        deflater.setInput(input);
        byte[] output = new byte[input.length / 2 + 64];
        int size = 0;
        while (true) {
            size += deflater.deflate(output, size, output.length - size, Deflater.SYNC_FLUSH);
            if (size < output.length) {
                return Arrays.copyOf(output, size - SYNC_TAIL);
            }
            output = Arrays.copyOf(output, output.length * 2);
        }
    }

    /** How many bytes {@link #storedHead} adds. */
    public static final int STORED_HEAD = 5;

    /** The head of a stored block of {@code length} bytes that is not the last (RFC 1951, section 3.2.4). */
    public static byte[] storedHead(int length) {
        return new byte[] {0, (byte) length, (byte) (length >> 8), (byte) ~length, (byte) (~length >> 8)};
    }
}
