package dev.souk.deploy.client;

import dev.souk.protocol.Answer;
import dev.souk.protocol.json.AnswerReader;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a relay. At most {@link #WINDOW} messages of at most {@link #MAX_MESSAGE_CHARS} wait to be read; while
 * they do, the relay is not read. Owned by one thread; the listener's thread only fills the queue.
 */
public final class RelayConnection implements AutoCloseable {
    /** For what waits as long as it takes. */
    public static final Duration FOREVER = Duration.ofDays(36_500);

    /** For every step that must not take long. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int WINDOW = 16;
    private static final int MAX_MESSAGE_CHARS = 1 << 20;

    /** What the listener saw. */
    private sealed interface Seen {
        record Message(String text) implements Seen {}

        record End(String why) implements Seen {}
    }

    private final RelayUrl url;
    private final HttpClient http;
    private final WebSocket socket;

    /** Not bounded by itself: each message in it was asked for, and the end comes once. */
    private final BlockingQueue<Seen> seen;

    private RelayConnection(RelayUrl url, HttpClient http, WebSocket socket, BlockingQueue<Seen> seen) {
        this.url = url;
        this.http = http;
        this.socket = socket;
        this.seen = seen;
    }

    /**
     * Connects.
     *
     * @throws ClientException when there is no relay
     */
    public static RelayConnection open(RelayUrl url) throws InterruptedException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
        CompletableFuture<WebSocket> opening =
                http.newWebSocketBuilder().connectTimeout(PATIENCE).buildAsync(url.uri(), new Listener(seen));
        try {
            WebSocket socket = opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return new RelayConnection(url, http, socket, seen);
        } catch (ExecutionException e) {
            http.shutdownNow();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ClientException(describe(url, cause), cause);
        } catch (TimeoutException e) {
            http.shutdownNow();
            throw new ClientException(slow(url), e);
        }
    }

    private static String describe(RelayUrl url, Throwable failure) {
        return switch (failure) {
            case WebSocketHandshakeException refused ->
                "what listens at " + url + " is no relay: it answered with HTTP status "
                        + refused.getResponse().statusCode();
            case HttpTimeoutException slow -> slow(url);
            case ConnectException connect
            when connect.getCause() instanceof UnresolvedAddressException ->
                "there is no host named " + url.uri().getHost();
            case ConnectException connect ->
                "nothing listens at " + url + ": start it with `souk relay`, or name another";
            default -> "cannot connect to " + url + ": " + failure;
        };
    }

    private static String slow(RelayUrl url) {
        return url + " has not answered for " + PATIENCE.toSeconds() + " seconds";
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<Seen> seen;
        private final StringBuilder message = new StringBuilder();

        Listener(BlockingQueue<Seen> seen) {
            this.seen = seen;
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            webSocket.request(WINDOW);
        }

        /** A part asks for the next; a whole message asks for nothing before it has been read. */
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            if (message.length() + data.length() > MAX_MESSAGE_CHARS) {
                seen.add(new Seen.End("it sent a message longer than " + MAX_MESSAGE_CHARS + " characters"));
                webSocket.abort();
                return null;
            }
            message.append(data);
            if (last) {
                seen.add(new Seen.Message(message.toString()));
                message.setLength(0);
            } else {
                webSocket.request(1);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            seen.add(new Seen.End("code " + statusCode + (reason.isEmpty() ? "" : ", " + reason)));
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            seen.add(new Seen.End(String.valueOf(error.getMessage())));
        }
    }

    /**
     * Sends this message.
     *
     * @throws ClientException when it cannot be sent
     */
    public void send(String message) throws InterruptedException {
        try {
            socket.sendText(message, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ClientException("cannot send to " + url + ": the connection has ended", e);
        } catch (TimeoutException e) {
            throw new ClientException(url + " has taken nothing in for " + PATIENCE.toSeconds() + " seconds", e);
        }
    }

    /**
     * The next message.
     *
     * @throws ClientException when none comes in time, or none can come any more
     */
    public Answer next(Duration patience) throws InterruptedException {
        return poll(patience)
                .orElseThrow(
                        () -> new ClientException(url + " has said nothing for " + patience.toSeconds() + " seconds"));
    }

    /**
     * The next message; nothing when none comes in time.
     *
     * @throws ClientException when none can come any more
     */
    public Optional<Answer> poll(Duration patience) throws InterruptedException {
        Seen next = seen.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            return Optional.empty();
        }
        return switch (next) {
            case Seen.Message(String text) -> {
                socket.request(1);
                yield Optional.of(AnswerReader.read(text));
            }
            case Seen.End(String why) -> throw new ClientException(url + " has ended the connection: " + why);
        };
    }

    /** True when a message is here already. */
    public boolean hasNext() {
        return !seen.isEmpty();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
