package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Who reads while a relay soaks: subscribers to all notes, of whom the first remembers which came, and one who asks REQs of
 * all classes in turn. Subscribing and closing belong to one thread, asking to another.
 */
final class SoakReaders implements AutoCloseable {
    private static final int HEX = 64;
    private static final long PAUSE_MILLIS = 20;
    private static final int PATIENCE_SECONDS = 30;

    private final EventLoopGroup group;
    private final URI uri;
    private final List<LoadConnection> subscribers = new ArrayList<>();
    private final CompletableFuture<Void> trouble = new CompletableFuture<>();
    private final Set<Bytes32> seen = ConcurrentHashMap.newKeySet();
    private final LongAdder deliveries = new LongAdder();
    private final Histogram latency = Measured.histogram();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();

    SoakReaders(EventLoopGroup group, URI uri) {
        this.group = group;
        this.uri = uri;
    }

    /** Opens so many subscriptions, each on a connection of its own. What breaks one is a failure. */
    void subscribe(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            LoadConnection subscriber = LoadConnection.open(group, uri);
            subscribers.add(subscriber);
            boolean isWitness = i == 0;
            CompletableFuture<Void> ready = new CompletableFuture<>();
            subscriber.failing(ready);
            subscriber.failing(trouble);
            subscriber.listen(message -> hear(message, isWitness, ready));
            subscriber.send(Frames.of("[\"REQ\",\"notes\",{\"kinds\":[" + Fates.NOTE + "],\"limit\":0}]"));
            ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        trouble.exceptionally(cause -> {
            failures.add("a subscriber lost its connection: " + cause);
            return null;
        });
    }

    private void hear(ByteBuf message, boolean isWitness, CompletableFuture<Void> ready) {
        switch (Answer.of(message)) {
            case EVENT -> {
                deliveries.increment();
                if (isWitness) {
                    int id = Answer.idInEvent(message);
                    seen.add(Bytes32.ofHex(message.toString(id, HEX, StandardCharsets.US_ASCII)));
                }
            }
            case EOSE -> ready.complete(null);
            case CLOSED, NOTICE -> failures.add("a subscriber was told: " + Answer.text(message));
            case OK, OTHER -> {}
        }
    }

    /** Asks one REQ after another until a time. */
    void ask(List<Event> sample, long endNanos) throws Exception {
        Map<String, Supplier<String>> classes = new Questions(sample).classes();
        try (Conversation conversation = Conversation.open(group, uri)) {
            while (System.nanoTime() - endNanos < 0) {
                for (Supplier<String> question : classes.values()) {
                    latency.recordValue(conversation.ask(question.get()).nanos());
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        }
    }

    /** The notes that the first subscriber did not get, of those that it should have. */
    Set<Bytes32> missed(Set<Bytes32> notes) {
        Set<Bytes32> missed = new HashSet<>(notes);
        missed.removeAll(seen);
        return missed;
    }

    /** How many notes came to all subscribers together. */
    long deliveries() {
        return deliveries.sum();
    }

    /** What went wrong, in words. */
    Set<String> failures() {
        return Set.copyOf(failures);
    }

    List<Measured> figures() {
        return List.of(
                Measured.of("soak read", "deliveries", (double) deliveries.sum()),
                Measured.of("soak read", "REQs", (double) latency.getTotalCount()),
                Measured.millis("soak read", "REQ p50", latency, 50),
                Measured.millis("soak read", "REQ p99", latency, 99));
    }

    @Override
    public void close() {
        subscribers.forEach(LoadConnection::close);
    }
}
