package dev.souk.marketplace.lnurl;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 answer: strictly, as what is not plain is not needed, and never more than the head's limit and the
 * body's. Used once, by one thread.
 */
final class HttpAnswerReader {
    /** All lines before the body, together. */
    static final int MAX_HEAD_BYTES = 32_768;

    private static final int MAX_CHUNK_LINE = 256;
    private static final int MAX_INTERIM_ANSWERS = 4;

    private final InputStream in;
    private final int maxBytes;
    private int headBytes;
    private int status;
    private long contentLength = -1;
    private boolean isChunked;
    private @Nullable String location;

    HttpAnswerReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in, 4_096);
        this.maxBytes = maxBytes;
    }

    /**
     * Reads the answer.
     *
     * @throws LnurlFailure when it is malformed, incomplete or too large
     */
    HttpAnswer read() throws IOException {
        int interim = 0;
        do {
            readHead();
        } while (status < 200 && interim++ < MAX_INTERIM_ANSWERS);
        return switch (status) {
            case 200 -> new HttpAnswer.Body(body());
            case 301, 302, 303, 307, 308 -> {
                if (location == null) {
                    throw new LnurlFailure("bad-redirect");
                }
                yield new HttpAnswer.Redirect(location);
            }
            default -> new HttpAnswer.Status(status);
        };
    }

    private void readHead() throws IOException {
        String first = line(MAX_HEAD_BYTES);
        boolean isStatus = first.length() >= 12
                && (first.startsWith("HTTP/1.1 ") || first.startsWith("HTTP/1.0 "))
                && (first.length() == 12 || first.charAt(12) == ' ');
        if (!isStatus) {
            throw new LnurlFailure("bad-http");
        }
        status = (int) number(first.substring(9, 12), 10, 3);
        for (String line = line(MAX_HEAD_BYTES); !line.isEmpty(); line = line(MAX_HEAD_BYTES)) {
            int colon = line.indexOf(':');
            if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                throw new LnurlFailure("bad-http");
            }
            header(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private void header(String name, String value) throws LnurlFailure {
        switch (name) {
            case "content-length" -> {
                long length = number(value, 10, 9);
                if (contentLength >= 0 && contentLength != length) {
                    throw new LnurlFailure("bad-http");
                }
                contentLength = length;
            }
            case "transfer-encoding" -> {
                if (!value.equalsIgnoreCase("chunked")) {
                    throw new LnurlFailure("bad-http");
                }
                isChunked = true;
            }
            case "content-encoding" -> {
                // None was asked for, and what unpacks can be a bomb.
                if (!value.equalsIgnoreCase("identity")) {
                    throw new LnurlFailure("bad-http");
                }
            }
            case "location" -> location = location == null ? value : location;
            default -> {}
        }
    }

    private byte[] body() throws IOException {
        if (isChunked) {
            if (contentLength >= 0) {
                throw new LnurlFailure("bad-http");
            }
            return chunks();
        }
        if (contentLength > maxBytes) {
            throw new LnurlFailure("too-large");
        }
        if (contentLength >= 0) {
            return exactly((int) contentLength);
        }
        byte[] all = in.readNBytes(maxBytes + 1);
        if (all.length > maxBytes) {
            throw new LnurlFailure("too-large");
        }
        return all;
    }

    /** Extensions are skipped, and trailers are not waited for. Many tiny chunks cost the sender more than the reader. */
    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String line = line(MAX_CHUNK_LINE);
            int end = line.indexOf(';');
            long size = number((end < 0 ? line : line.substring(0, end)).strip(), 16, 8);
            if (size == 0) {
                return body.toByteArray();
            }
            if (size > maxBytes - body.size()) {
                throw new LnurlFailure("too-large");
            }
            body.writeBytes(exactly((int) size));
            if (!line(0).isEmpty()) {
                throw new LnurlFailure("bad-http");
            }
        }
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new LnurlFailure("bad-http");
        }
        return bytes;
    }

    /** One line without its end, which is CR LF, or LF alone. */
    private String line(int maxLength) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(64);
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new LnurlFailure("bad-http");
            }
            if (maxLength == MAX_HEAD_BYTES && ++headBytes > MAX_HEAD_BYTES || line.size() > maxLength) {
                throw new LnurlFailure("too-large");
            }
            line.write(next);
            next = in.read();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static long number(String digits, int radix, int maxDigits) throws LnurlFailure {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= maxDigits
                && digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, radix) >= 0);
        if (!isNumber) {
            throw new LnurlFailure(digits.length() > maxDigits ? "too-large" : "bad-http");
        }
        return Long.parseLong(digits, radix);
    }
}
