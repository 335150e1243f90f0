package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many open home feeds, each of 100 to 500 authors: what it costs to subscribe, and what each event costs then, when nobody
 * follows its author and when some do. Of the published authors each feed follows one; the others write nothing.
 */
final class FeedsPhase {
    private static final int FEEDS_A_CONNECTION = 100;
    private static final int LEAST_AUTHORS = 100;
    private static final int MOST_AUTHORS = 500;
    private static final int SILENT = 20_000;
    private static final int WRITERS = 100;
    private static final int EVENTS = 2_000;
    private static final int WINDOW = 50;
    private static final int KIND = 1_111;
    private static final int PATIENCE_SECONDS = 120;
    private static final long SEED = 42;

    private final EventLoopGroup group;
    private final Random random = new Random(SEED);
    private final List<SecretKey> writers =
            Stream.generate(SecretKey::random).limit(WRITERS).toList();
    private final List<String> silent = Stream.generate(this::key).limit(SILENT).toList();

    FeedsPhase(EventLoopGroup group) {
        this.group = group;
    }

    /** How many events are published. */
    static int events() {
        return 2 * EVENTS;
    }

    private String key() {
        byte[] bytes = new byte[Bytes32.SIZE];
        random.nextBytes(bytes);
        return Bytes32.of(bytes).hex();
    }

    List<Measured> run(Relay relay, int feeds) throws Exception {
        String name = "feeds " + feeds;
        List<Measured> figures = new ArrayList<>();
        List<LoadConnection> connections = new ArrayList<>();
        AtomicLong deliveries = new AtomicLong();
        try {
            List<List<byte[]>> requests = requests(feeds);
            for (int i = 0; i < requests.size(); i++) {
                connections.add(LoadConnection.open(group, relay.uri()));
            }
            long memory = relay.figures().residentBytes();
            double cpu = relay.figures().cpuSeconds();
            long start = System.nanoTime();
            for (int i = 0; i < requests.size(); i++) {
                subscribe(connections.get(i), requests.get(i), deliveries);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.add(Measured.of(name, "subscribed/s", feeds / seconds));
            figures.add(
                    Measured.of(name, "server us/subscription", (relay.figures().cpuSeconds() - cpu) * 1e6 / feeds));
            figures.add(
                    Measured.of(name, "kB RSS/subscription", (relay.figures().residentBytes() - memory) / 1e3 / feeds));
            figures.addAll(publish(name + ", of nobody", relay, List.of(SecretKey.random()), 0, deliveries));
            figures.addAll(publish(name + ", followed", relay, writers, (long) EVENTS * feeds / WRITERS, deliveries));
            return figures;
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }

    /** The REQs of each connection. */
    private List<List<byte[]>> requests(int feeds) {
        List<List<byte[]>> requests = new ArrayList<>();
        for (int feed = 0; feed < feeds; feed++) {
            if (feed % FEEDS_A_CONNECTION == 0) {
                requests.add(new ArrayList<>());
            }
            Set<String> authors = new HashSet<>();
            authors.add(writers.get(feed % WRITERS).publicKey().hex());
            int size = random.nextInt(LEAST_AUTHORS, MOST_AUTHORS + 1);
            while (authors.size() < size) {
                authors.add(silent.get(random.nextInt(SILENT)));
            }
            String list = authors.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
            requests.getLast()
                    .add(Frames.of("[\"REQ\",\"f" + feed + "\",{\"kinds\":[" + KIND + "],\"authors\":" + list
                            + ",\"limit\":0}]"));
        }
        return requests;
    }

    private void subscribe(LoadConnection connection, List<byte[]> requests, AtomicLong deliveries) throws Exception {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        CountDownLatch left = new CountDownLatch(requests.size());
        connection.failing(ready);
        connection.listen(message -> {
            switch (Answer.of(message)) {
                case EVENT -> deliveries.incrementAndGet();
                case CLOSED -> ready.completeExceptionally(new IllegalStateException(Answer.text(message)));
                case EOSE -> {
                    left.countDown();
                    if (left.getCount() == 0) {
                        ready.complete(null);
                    }
                }
                case NOTICE, OK, OTHER -> {}
            }
        });
        requests.forEach(connection::send);
        ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private List<Measured> publish(
            String name, Relay relay, List<SecretKey> authors, long expected, AtomicLong deliveries) throws Exception {
        List<byte[]> events = sign(authors);
        deliveries.set(0);
        double cpu = relay.figures().cpuSeconds();
        new PublishPhase(group, 1, WINDOW).run(name, relay, events);
        for (int i = 0; i < PATIENCE_SECONDS * 100 && deliveries.get() < expected; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        double spent = relay.figures().cpuSeconds() - cpu;
        return List.of(
                Measured.of(name, "server us/event", spent * 1e6 / EVENTS),
                Measured.of(name, "deliveries/event", (double) deliveries.get() / EVENTS));
    }

    private static List<byte[]> sign(List<SecretKey> authors) {
        long now = System.currentTimeMillis() / 1_000;
        return IntStream.range(0, EVENTS)
                .parallel()
                .mapToObj(i -> authors.get(i % authors.size())
                        .sign(new Draft(now, KIND, List.of(), "a note of the usual length ".repeat(6) + i)))
                .map(Event::json)
                .toList();
    }
}
