package dev.souk.relay;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client on a real socket: the JDK's WebSocket, which is not ours. What does not come within a minute is missing. */
public final class TestClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> challenges = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    private TestClient(WebSocket.Builder builder, URI uri) {
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    static TestClient connect(URI uri) {
        return connect(uri, HTTP);
    }

    /** One that connects as this client does. */
    static TestClient connect(URI uri, HttpClient http) {
        return new TestClient(http.newWebSocketBuilder(), uri);
    }

    /** A client for whom a proxy speaks. */
    static TestClient connect(URI uri, String address) {
        return new TestClient(HTTP.newWebSocketBuilder().header("X-Forwarded-For", address), uri);
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                // The challenge comes first, whatever the test is about (NIP-42).
                BlockingQueue<String> queue = message.indexOf("[\"AUTH\"") == 0 ? challenges : received;
                queue.add(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(-1);
        }
    }

    /** Sends this text as it is. */
    public TestClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Sends this as a binary message. */
    public void sendBinary(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
    }

    /** Publishes without waiting for the answer. */
    public TestClient publish(Event event) {
        return send("[\"EVENT\"," + json(event) + "]");
    }

    /** Publishes, and returns the relay's OK message. */
    public String ok(Event event) {
        publish(event);
        return next();
    }

    /** Publishes what must be accepted. */
    public void accepted(Event... events) {
        for (Event event : events) {
            String answer = ok(event);
            if (!answer.equals("[\"OK\",\"" + event.id() + "\",true,\"\"]")) {
                throw new AssertionError("expected the event to be accepted, got " + answer);
            }
        }
    }

    /** Publishes what must be refused, with a reason of this prefix. */
    public void refused(Event event, String prefix) {
        String answer = ok(event);
        if (!answer.startsWith("[\"OK\",\"" + event.id() + "\",false,\"" + prefix + ": ")) {
            throw new AssertionError("expected the event to be refused as " + prefix + ", got " + answer);
        }
    }

    /** Publishes what must be accepted although it is there already. */
    public void duplicate(Event event) {
        String answer = ok(event);
        if (!answer.startsWith("[\"OK\",\"" + event.id() + "\",true,\"duplicate: ")) {
            throw new AssertionError("expected a duplicate, got " + answer);
        }
    }

    /** Opens a subscription, without waiting. */
    public TestClient req(String id, String... filters) {
        return send("[\"REQ\",\"" + id + "\"," + String.join(",", filters) + "]");
    }

    /** Asks, and returns the stored events up to EOSE, then closes the subscription. */
    public List<Event> stored(String... filters) {
        req("stored", filters);
        List<Event> events = eventsUntilEose("stored");
        send("[\"CLOSE\",\"stored\"]");
        return events;
    }

    /** Opens a subscription, and returns its stored events once they are all here. */
    public List<Event> subscribe(String id, String... filters) {
        return req(id, filters).eventsUntilEose(id);
    }

    /** Asks, and returns the EOSE message that follows the stored events. */
    public String eose(String... filters) {
        String message = req("eose", filters).next();
        while (!message.startsWith("[\"EOSE\"")) {
            event("eose", message);
            message = next();
        }
        send("[\"CLOSE\",\"eose\"]");
        return message;
    }

    /** The events of a subscription up to its EOSE. */
    public List<Event> eventsUntilEose(String id) {
        List<Event> events = new ArrayList<>();
        for (String message = next(); !message.startsWith("[\"EOSE\",\"" + id + "\""); message = next()) {
            events.add(event(id, message));
        }
        return events;
    }

    /** The next message, which must be an event of this subscription. */
    public Event nextEvent(String id) {
        return event(id, next());
    }

    private static Event event(String id, String message) {
        String head = "[\"EVENT\",\"" + id + "\",";
        if (!message.startsWith(head)) {
            throw new AssertionError("expected an event of " + id + ", got " + message);
        }
        String json = message.substring(head.length(), message.length() - 1);
        return EventReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The next message, whatever it is, but for challenges. */
    public String next() {
        return next(received);
    }

    /** All that has come and was not looked at. */
    List<String> rest() {
        List<String> messages = new ArrayList<>();
        received.drainTo(messages);
        return messages;
    }

    /** The challenge that the relay sent. */
    public String challenge() {
        String message = next(challenges);
        return message.substring("[\"AUTH\",\"".length(), message.length() - 2);
    }

    /** Proves to hold this key (NIP-42). */
    public void authenticate(SecretKey key) {
        authenticate(key, RelayFixture.START.getEpochSecond());
    }

    /** The same, when the relay's clock stands elsewhere. */
    public void authenticate(SecretKey key, long now) {
        Event proof = TestEvents.ofKind(22_242)
                .by(key)
                .at(now)
                .tag("relay", "ws://127.0.0.1")
                .tag("challenge", challenge())
                .build();
        String answer = send("[\"AUTH\"," + json(proof) + "]").next();
        if (!answer.equals("[\"OK\",\"" + proof.id() + "\",true,\"\"]")) {
            throw new AssertionError("expected the proof to be accepted, got " + answer);
        }
    }

    private String next(BlockingQueue<String> queue) {
        try {
            String message = queue.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came within " + Patience.LIMIT.toSeconds() + " seconds"
                        + (closed.isDone() ? ", the connection is closed: " + closed.join() : ""));
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /**
     * Proves that nothing else is on its way: asks something, and expects its answer next. Live events come from another
     * thread than answers do, so it asks through the live feed too.
     */
    public void nothingMore() {
        req("nothing-more", "{\"kinds\":[39999],\"limit\":0}");
        String message = next();
        if (!message.startsWith("[\"EOSE\",\"nothing-more\"")) {
            throw new AssertionError("expected nothing more, got " + message);
        }
        send("[\"CLOSE\",\"nothing-more\"]");
    }

    /** The status the relay closed the connection with; -1 when it was just cut. */
    public int closeStatus() {
        return closed.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The JSON of an event as text. */
    public static String json(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
