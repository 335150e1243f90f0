package dev.souk.relay.transport;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses client messages that were compressed without context takeover (RFC 7692), within a bound. */
final class Inflate {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final ThreadLocal<Inflater> INFLATER = ThreadLocal.withInitial(() -> new Inflater(true));

    private Inflate() {}

    /** The message, or nothing when it is damaged or longer than {@code maxBytes}. */
    static Optional<byte[]> message(byte[] compressed, int maxBytes) {
        byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
        Inflater inflater = INFLATER.get();
        inflater.reset();
        inflater.setInput(input);
        byte[] output = new byte[Math.min(maxBytes + 1, input.length * 4)];
        int size = 0;
        try {
            while (true) {
                size += inflater.inflate(output, size, output.length - size);
                if (size > maxBytes) {
                    return Optional.empty();
                }
                if (size < output.length) {
                    boolean isWhole = inflater.needsInput() || inflater.finished();
                    return isWhole ? Optional.of(Arrays.copyOf(output, size)) : Optional.empty();
                }
                output = Arrays.copyOf(output, Math.min(maxBytes + 1, output.length * 2));
            }
        } catch (DataFormatException e) {
            return Optional.empty();
        }
    }
}
