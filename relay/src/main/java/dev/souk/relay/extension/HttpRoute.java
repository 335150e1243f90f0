package dev.souk.relay.extension;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers GET and HEAD requests whose path begins with {@code prefix}. The relay takes the body off answers to HEAD,
 * turns an answer whose {@code ETag} the client has already into 304, lets every origin read it, and says 503 when too
 * many requests wait.
 *
 * @param prefix an absolute path, such as {@code /api/v1}; matches itself and everything below it
 * @param answer called on the threads {@code http-n}, so two requests at a time; must not block for long
 */
public record HttpRoute(String prefix, Function<Request, Reply> answer) {
    /** What may be asked. */
    public enum Method {
        GET,
        HEAD
    }

    /**
     * A request. Everything in it comes from a stranger.
     *
     * @param path the decoded path
     * @param query the decoded parameters, in order
     * @param headers by name in any case; a header that came several times is one list
     */
    public record Request(Method method, String path, Map<String, List<String>> query, Map<String, String> headers) {
        public Request {
            Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            anyCase.putAll(headers);
            headers = Collections.unmodifiableMap(anyCase);
        }

        /** The header of this name, in any case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** The first value of a parameter. */
        public Optional<String> parameter(String name) {
            return query.getOrDefault(name, List.of()).stream().findFirst();
        }
    }

    /** What goes back. */
    public sealed interface Reply {
        /** Headers that the relay sets itself; a reply that names one is refused. */
        Set<String> RESERVED = Set.of("connection", "content-length", "content-type", "transfer-encoding");

        String contentType();

        /** Such as {@code ETag}, {@code Cache-Control}, {@code Retry-After}, {@code Link}. */
        Map<String, String> headers();

        /** 200 with this JSON. */
        static Whole json(String body) {
            return of(200, "application/json", body);
        }

        /** An answer without headers of its own. */
        static Whole of(int status, String contentType, String body) {
            return new Whole(status, contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * All at once.
         *
         * @param body handed over, not to be changed
         */
        record Whole(int status, String contentType, Map<String, String> headers, byte[] body) implements Reply {
            public Whole {
                headers = checked(headers);
            }

            /** The same with one more header. */
            public Whole with(String header, String value) {
                Map<String, String> more = new TreeMap<>(headers);
                more.put(header, value);
                return new Whole(status, contentType, more, body);
            }
        }

        /**
         * 200, and then whatever {@code source} sends, for as long as it likes. When too many streams are open the client
         * gets 503, and a client that asked HEAD only the head: {@code source} is not called then.
         *
         * @param contentType when it is {@code text/event-stream}, the relay writes a comment after some silence
         * @param source called once, behind {@code answer} on the same thread
         */
        record Stream(String contentType, Map<String, String> headers, Consumer<HttpStream> source) implements Reply {
            public Stream {
                headers = checked(headers);
            }

            /** Server-sent events. */
            public static Stream ofEvents(Consumer<HttpStream> source) {
                return new Stream("text/event-stream", Map.of(), source);
            }
        }

        private static Map<String, String> checked(Map<String, String> headers) {
            for (String name : headers.keySet()) {
                if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException(name + " is for the relay to set");
                }
            }
            return Map.copyOf(headers);
        }
    }
}
