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
 * Open home feeds, each of 100 to 500 authors and for what comes from now on. Of those who publish each feed follows one, in
 * turn; the others it follows write nothing. Owned by one thread.
 */
final class Feeds implements AutoCloseable {
    private static final int LEAST_AUTHORS = 100;
    private static final int MOST_AUTHORS = 500;
    private static final int SILENT = 20_000;
    private static final int WRITERS = 100;
    private static final int WINDOW = 50;
    private static final int KIND = 1_111;
    private static final int PATIENCE_SECONDS = 120;
    private static final long SEED = 42;

    private final EventLoopGroup group;
    private final Relay relay;
    private final int feedsAConnection;
    private final Random random = new Random(SEED);
    private final List<SecretKey> writers =
            Stream.generate(SecretKey::random).limit(WRITERS).toList();
    private final List<String> silent = Stream.generate(this::key).limit(SILENT).toList();
    private final List<LoadConnection> connections = new ArrayList<>();
    private final AtomicLong deliveries = new AtomicLong();
    private int open;

    /**
     * What subscribing, or publishing, took.
     *
     * @param cpuSeconds of the relay
     * @param deliveries events that came on subscriptions meanwhile
     */
    record Took(double seconds, double cpuSeconds, long deliveries) {}

    Feeds(EventLoopGroup group, Relay relay, int feedsAConnection) {
        this.group = group;
        this.relay = relay;
        this.feedsAConnection = feedsAConnection;
    }

    private String key() {
        byte[] bytes = new byte[Bytes32.SIZE];
        random.nextBytes(bytes);
        return Bytes32.of(bytes).hex();
    }

    /** Connects until so many feeds have room. */
    void connect(int feeds) throws Exception {
        while (connections.size() * feedsAConnection < feeds) {
            connections.add(LoadConnection.open(group, relay.uri()));
        }
    }

    /** Subscribes until so many feeds are open, on connections that are there, one after another. */
    Took subscribe(int feeds) throws Exception {
        double cpu = relay.figures().cpuSeconds();
        double seconds = 0;
        while (open < feeds) {
            LoadConnection connection = connections.get(open / feedsAConnection);
            int end = Math.min(feeds, (open / feedsAConnection + 1) * feedsAConnection);
            List<byte[]> requests =
                    IntStream.range(open, end).mapToObj(this::request).toList();
            long start = System.nanoTime();
            subscribe(connection, requests);
            seconds += (System.nanoTime() - start) / 1e9;
            open = end;
        }
        return new Took(seconds, relay.figures().cpuSeconds() - cpu, 0);
    }

    private byte[] request(int feed) {
        Set<String> authors = new HashSet<>();
        authors.add(writers.get(feed % WRITERS).publicKey().hex());
        int size = random.nextInt(LEAST_AUTHORS, MOST_AUTHORS + 1);
        while (authors.size() < size) {
            authors.add(silent.get(random.nextInt(SILENT)));
        }
        String list = authors.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return Frames.of("[\"REQ\",\"f" + feed + "\",{\"kinds\":[" + KIND + "],\"authors\":" + list + ",\"limit\":0}]");
    }

    private void subscribe(LoadConnection connection, List<byte[]> requests) throws Exception {
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

    /** Events of a writer whom nobody follows. */
    static List<byte[]> ofNobody(int count) {
        return sign(List.of(SecretKey.random()), count);
    }

    /** Publishes events of those who are followed, and waits until each has come to its feeds. */
    Took publishFollowed(String name, int count) throws Exception {
        return publish(name, sign(writers, count), (long) count * open / WRITERS);
    }

    /** Publishes events, and waits for so many deliveries. */
    Took publish(String name, List<byte[]> events, long expected) throws Exception {
        deliveries.set(0);
        double cpu = relay.figures().cpuSeconds();
        long start = System.nanoTime();
        new PublishPhase(group, 1, WINDOW).run(name, relay, events);
        for (int i = 0; i < PATIENCE_SECONDS * 100 && deliveries.get() < expected; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Took(seconds, relay.figures().cpuSeconds() - cpu, deliveries.get());
    }

    private static List<byte[]> sign(List<SecretKey> authors, int count) {
        long now = System.currentTimeMillis() / 1_000;
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> authors.get(i % authors.size())
                        .sign(new Draft(now, KIND, List.of(), "a note of the usual length ".repeat(6) + i)))
                .map(Event::json)
                .toList();
    }

    @Override
    public void close() {
        connections.forEach(LoadConnection::close);
    }
}
