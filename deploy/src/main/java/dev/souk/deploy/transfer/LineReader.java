package dev.souk.deploy.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads lines of bytes, keeping no more than a bound of each: the rest of a longer line is read past, not kept. Blank
 * lines are counted but not shown. Owned by one thread.
 */
public final class LineReader implements Lines {
    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int end;
    private long number;
    private boolean isTooLong;
    private boolean isEnded;

    /** @param maxBytes the longest line that is kept, its end not counted */
    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The next line that is not blank; nothing at the end. */
    @Override
    public Optional<Line> next() throws IOException {
        while (!isEnded) {
            boolean isLine = readToEnd();
            number++;
            Line found = new Line(number, isTooLong ? new byte[0] : withoutReturn(), isTooLong);
            line.reset();
            isTooLong = false;
            if (isLine && (found.isTooLong() || !isBlank(found.bytes()))) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** Collects up to the line's end; false when there was nothing but the end of the input. */
    private boolean readToEnd() throws IOException {
        while (true) {
            if (position == end && !fill()) {
                isEnded = true;
                return line.size() > 0 || isTooLong;
            }
            int start = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            keep(start, position - start);
            if (position < end) {
                position++;
                return true;
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private void keep(int start, int length) {
        if (isTooLong || line.size() + length > maxBytes) {
            isTooLong = true;
            line.reset();
        } else {
            line.write(buffer, start, length);
        }
    }

    private byte[] withoutReturn() {
        byte[] bytes = line.toByteArray();
        boolean hasReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return hasReturn ? java.util.Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
