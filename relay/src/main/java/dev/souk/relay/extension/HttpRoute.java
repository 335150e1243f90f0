package dev.souk.relay.extension;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers GET requests whose path begins with {@code prefix}.
 *
 * @param prefix an absolute path, such as {@code /api/v1}; matches itself and everything below it
 * @param answer called on the thread {@code http}, one request at a time; must not block for long
 */
public record HttpRoute(String prefix, Function<Request, Reply> answer) {
    /**
     * A GET request.
     *
     * @param path the decoded path
     * @param query the decoded parameters, in order
     */
    public record Request(String path, Map<String, List<String>> query) {}

    /** What goes back; CORS headers are added by the relay. */
    public record Reply(int status, String contentType, byte[] body) {
        public static Reply json(String body) {
            return new Reply(200, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
