package dev.souk.deploy.foreign;

import dev.souk.deploy.transfer.Line;
import dev.souk.deploy.transfer.Lines;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Takes a JSON array apart into its elements, as {@code nostream export --format json} writes one, without reading more
 * than one of them. An element's number is the line that it begins on. A line that ends within a string, which JSON does
 * not have, ends the element too, so that one broken element does not take the others with it. Owned by one thread.
 */
final class JsonArray implements Lines {
    private final InputStream in;
    private final int maxBytes;
    private final ByteArrayOutputStream element = new ByteArrayOutputStream();
    private long line = 1;
    private boolean isTooLong;

    /**
     * @param in at the bracket; buffered
     * @param maxBytes the longest element that is kept
     */
    JsonArray(InputStream in, int maxBytes) throws IOException {
        this.in = in;
        this.maxBytes = maxBytes;
        for (int first = read(); first != '['; first = read()) {
            if (first < 0) {
                throw new EOFException("there is no array");
            }
        }
    }

    @Override
    public Optional<Line> next() throws IOException {
        int first = read();
        while (first == ',' || isBlank(first)) {
            first = read();
        }
        if (first == ']') {
            return Optional.empty();
        }
        if (first < 0) {
            throw new EOFException("the array breaks off in line " + line);
        }
        long number = line;
        collect(first);
        Line found = new Line(number, isTooLong ? new byte[0] : element.toByteArray(), isTooLong);
        element.reset();
        isTooLong = false;
        return Optional.of(found);
    }

    /** Collects an element to its end; brackets are counted, not matched, as what comes out is parsed anyway. */
    private void collect(int first) throws IOException {
        int depth = 0;
        boolean isString = false;
        boolean isEscaped = false;
        for (int b = first; b >= 0; b = read()) {
            keep(b);
            if (isString) {
                if (b == '\n') {
                    return;
                }
                isString = isEscaped || b != '"';
                isEscaped = !isEscaped && b == '\\';
            } else if (b == '"') {
                isString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
            if (depth <= 0 && !isString) {
                return;
            }
        }
    }

    private void keep(int b) {
        if (isTooLong || element.size() == maxBytes) {
            isTooLong = true;
            element.reset();
        } else {
            element.write(b);
        }
    }

    private int read() throws IOException {
        int b = in.read();
        if (b == '\n') {
            line++;
        }
        return b;
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
