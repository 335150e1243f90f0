package dev.souk.deploy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Publishes in a window and notes what was promised, and what comes meanwhile; survives the relay's death. */
final class CrashClient implements AutoCloseable {
    private static final String END = "the connection has ended";
    private static final String WATCHED = "[\"EVENT\",\"watch\",";
    private static final int IDS = 400;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final List<Event> watched = new ArrayList<>();
    private final WebSocket socket;

    private CrashClient(URI uri) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new Listener())
                .join();
    }

    /** Connects as soon as the relay listens. */
    static CrashClient connect(URI uri, Process relay) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return new CrashClient(uri);
            } catch (CompletionException e) {
                if (!relay.isAlive() || System.nanoTime() > end) {
                    throw new AssertionError("the relay does not start", e);
                }
                relay.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                receive(message.toString());
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            received.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            received.add(END);
        }
    }

    /** Who the client is does not matter here, so it leaves the relay's challenge (NIP-42) unanswered. */
    private void receive(String message) {
        if (!message.startsWith("[\"AUTH\",")) {
            received.add(message);
        }
    }

    private String next() throws InterruptedException {
        String message = received.poll(60, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing came within 60 seconds");
        }
        return message;
    }

    /** Asks for what is stored of a kind, and for what comes; see {@link #watched}. */
    void watch(int kind) {
        send("[\"REQ\",\"watch\",{\"kinds\":[" + kind + "],\"limit\":5000}]");
    }

    /** What has come of the watched kind so far, in its order, when nothing else is under way. */
    List<Event> watched() {
        List<String> messages = new ArrayList<>();
        received.drainTo(messages);
        messages.forEach(this::isWatched);
        return List.copyOf(watched);
    }

    /** True for a message of the watch, which is noted. */
    private boolean isWatched(String message) {
        if (message.startsWith(WATCHED)) {
            String json = message.substring(WATCHED.length(), message.length() - 1);
            watched.add(EventReader.read(json.getBytes(StandardCharsets.UTF_8)));
            return true;
        }
        return message.startsWith("[\"EOSE\",\"watch\"");
    }

    /**
     * Publishes with so many unanswered events at a time, kills the relay after so many answers and watched events, reads
     * to the end.
     */
    Set<Bytes32> publish(List<Event> events, int window, int killAfter, Process relay) throws InterruptedException {
        Set<Bytes32> accepted = new HashSet<>();
        int sent = 0;
        int answered = 0;
        int came = 0;
        while (true) {
            while (sent < events.size() && sent - answered < window && relay.isAlive()) {
                send(events.get(sent++));
            }
            String message = next();
            if (message.equals(END)) {
                return accepted;
            }
            if (!isWatched(message)) {
                answered++;
                accepted(message).ifPresent(accepted::add);
            }
            if (++came == killAfter) {
                relay.destroyForcibly();
            }
        }
    }

    /** Publishes with so many unanswered events at a time, all of which must be accepted. */
    void publish(List<Event> events, int window) throws InterruptedException {
        int sent = 0;
        int answered = 0;
        while (answered < events.size()) {
            while (sent < events.size() && sent - answered < window) {
                send(events.get(sent++));
            }
            String message = next();
            if (!isWatched(message)) {
                answered++;
                if (accepted(message).isEmpty()) {
                    throw new AssertionError("not accepted: " + message);
                }
            }
        }
    }

    private static Optional<Bytes32> accepted(String message) {
        return message.contains(",true,") ? Optional.of(Bytes32.ofHex(message.substring(7, 71))) : Optional.empty();
    }

    private void send(Event event) {
        send("[\"EVENT\"," + new String(event.json(), StandardCharsets.UTF_8) + "]");
    }

    /** A message on its way when the relay dies is lost, and that is all right. */
    private void send(String text) {
        try {
            socket.sendText(text, true).join();
        } catch (CompletionException e) {
            received.add(END);
        }
    }

    /** Which of these ids the relay serves. */
    Set<Bytes32> stored(Collection<Bytes32> ids) throws InterruptedException {
        Set<Bytes32> found = new HashSet<>();
        List<Bytes32> all = new ArrayList<>(ids);
        for (int from = 0; from < all.size(); from += IDS) {
            String page = all.subList(from, Math.min(all.size(), from + IDS)).stream()
                    .map(id -> "\"" + id + "\"")
                    .collect(Collectors.joining(","));
            found.addAll(answer("{\"ids\":[" + page + "]}"));
        }
        return found;
    }

    /** Which events the relay finds for these words, at most 5,000; each must come once (NIP-50). */
    Set<Bytes32> found(String words) throws InterruptedException {
        List<Bytes32> found = answer("{\"search\":\"" + words + "\",\"limit\":5000}");
        Set<Bytes32> once = new HashSet<>(found);
        if (once.size() < found.size()) {
            throw new AssertionError("found twice: " + (found.size() - once.size()));
        }
        return once;
    }

    private List<Bytes32> answer(String filter) throws InterruptedException {
        List<Bytes32> ids = new ArrayList<>();
        send("[\"REQ\",\"q\"," + filter + "]");
        for (String message = next(); !message.startsWith("[\"EOSE\""); message = next()) {
            String head = "[\"EVENT\",\"q\",{\"id\":\"";
            if (!message.startsWith(head)) {
                throw new AssertionError("unexpected: " + message);
            }
            ids.add(Bytes32.ofHex(message.substring(head.length(), head.length() + 64)));
        }
        return ids;
    }

    /** The stored events of a kind, at most 5,000. */
    List<Event> stored(int kind) throws InterruptedException {
        send("[\"REQ\",\"k\",{\"kinds\":[" + kind + "],\"limit\":5000}]");
        List<Event> found = new ArrayList<>();
        String head = "[\"EVENT\",\"k\",";
        for (String message = next(); !message.startsWith("[\"EOSE\",\"k\""); message = next()) {
            if (message.startsWith(head)) {
                String json = message.substring(head.length(), message.length() - 1);
                found.add(EventReader.read(json.getBytes(StandardCharsets.UTF_8)));
            } else if (!isWatched(message)) {
                throw new AssertionError("unexpected: " + message);
            }
        }
        return found;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
