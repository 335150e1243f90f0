package dev.souk.relay.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lines that a process writes. A line that is longer than {@code max} bytes comes in pieces of one more. Owned by one thread. */
final class Lines {
    private final InputStream in;
    private final byte[] buffer;
    private int size;

    Lines(InputStream in, int max) {
        this.in = in;
        this.buffer = new byte[max + 1];
    }

    /** All lines that are there, without their ends; waits for one. Empty at the end. */
    List<byte[]> next() throws IOException {
        List<byte[]> lines = new ArrayList<>();
        while (lines.isEmpty()) {
            int count = in.read(buffer, size, buffer.length - size);
            if (count < 0) {
                return last();
            }
            int searched = size;
            size += count;
            split(searched, lines);
            if (size == buffer.length) {
                lines.add(buffer.clone());
                size = 0;
            }
        }
        return lines;
    }

    private void split(int from, List<byte[]> lines) {
        int start = 0;
        for (int i = from; i < size; i++) {
            if (buffer[i] == '\n') {
                lines.add(Arrays.copyOfRange(buffer, start, i));
                start = i + 1;
            }
        }
        System.arraycopy(buffer, start, buffer, 0, size - start);
        size -= start;
    }

    private List<byte[]> last() {
        List<byte[]> last = size == 0 ? List.of() : List.of(Arrays.copyOf(buffer, size));
        size = 0;
        return last;
    }
}
