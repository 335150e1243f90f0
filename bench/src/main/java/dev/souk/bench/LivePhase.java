package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.Draft;
import dev.souk.protocol.crypto.SecretKey;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** How new events reach those who wait for them. */
final class LivePhase {
    private static final int KIND = 1_111;
    private static final String REQ = "[\"REQ\",\"live\",{\"kinds\":[" + KIND + "],\"limit\":0}]";

    private final EventLoopGroup group;
    private final SecretKey author = SecretKey.random();
    private long made;

    LivePhase(EventLoopGroup group) {
        this.group = group;
    }

    private Event event() {
        long now = System.currentTimeMillis() / 1_000;
        return author.sign(
                new Draft(now, KIND, List.of(Tag.of("t", "live")), "live event " + made++ + " x".repeat(100)));
    }

    /** One subscriber, one publisher, so many events a second for ten seconds. */
    List<Measured> latency(PeerProcess relay, int perSecond) throws Exception {
        Map<String, Long> sent = new ConcurrentHashMap<>();
        Map<String, Long> accepted = new ConcurrentHashMap<>();
        Map<String, Long> delivered = new ConcurrentHashMap<>();
        try (LoadConnection subscriber = LoadConnection.open(group, relay.uri());
                LoadConnection publisher = LoadConnection.open(group, relay.uri())) {
            subscribe(subscriber, message -> note(message, 23, delivered));
            publisher.listen(message -> note(message, 7, accepted));
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < perSecond * 10; i++) {
                events.add(event());
            }
            long start = System.nanoTime();
            for (int i = 0; i < events.size(); i++) {
                long due = start + i * 1_000_000_000L / perSecond;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                sent.put(events.get(i).id().hex(), System.nanoTime());
                publisher.write(message(events.get(i)));
                publisher.flush();
            }
            awaitAll(delivered, events.size());
        }
        Histogram fromSend = Measured.histogram();
        Histogram fromOk = Measured.histogram();
        delivered.forEach((id, at) -> {
            fromSend.recordValue(at - sent.getOrDefault(id, at));
            fromOk.recordValue(Math.max(0, at - accepted.getOrDefault(id, at)));
        });
        String name = "live " + perSecond + "/s";
        return List.of(
                Measured.millis(name, "send to delivery p50", fromSend, 50),
                Measured.millis(name, "send to delivery p99", fromSend, 99),
                Measured.millis(name, "OK to delivery p50", fromOk, 50),
                Measured.millis(name, "OK to delivery p99", fromOk, 99));
    }

    private static void note(ByteBuf message, int idAt, Map<String, Long> times) {
        if (message.readableBytes() > idAt + 64) {
            times.putIfAbsent(message.toString(idAt, 64, StandardCharsets.US_ASCII), System.nanoTime());
        }
    }

    private static void awaitAll(Map<String, Long> delivered, int expected) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (delivered.size() < expected && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        if (delivered.size() < expected) {
            throw new IllegalStateException("only " + delivered.size() + " of " + expected + " events were delivered");
        }
    }

    private static void subscribe(LoadConnection connection, java.util.function.Consumer<ByteBuf> onEvent)
            throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        connection.listen(message -> {
            if (message.getByte(3) == 'V') {
                onEvent.accept(message);
            } else {
                ready.countDown();
            }
        });
        connection.write(REQ.getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        if (!ready.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no EOSE");
        }
    }

    private static byte[] message(Event event) {
        return ("[\"EVENT\"," + new String(event.json(), StandardCharsets.UTF_8) + "]")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Many subscribers who all want everything, and one publisher flat out. */
    List<Measured> fanOut(PeerProcess relay, int subscribers, int events) throws Exception {
        AtomicLong deliveries = new AtomicLong();
        long expected = (long) subscribers * events;
        CountDownLatch done = new CountDownLatch(1);
        List<LoadConnection> connections = new ArrayList<>();
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            lines.add(event().json());
        }
        try {
            for (int i = 0; i < subscribers; i++) {
                LoadConnection connection = LoadConnection.open(group, relay.uri());
                connections.add(connection);
                subscribe(connection, message -> {
                    if (deliveries.incrementAndGet() == expected) {
                        done.countDown();
                    }
                });
            }
            double cpu = relay.cpuSeconds();
            long start = System.nanoTime();
            new PublishPhase(group, 1, 100).run("fan-out", relay, lines);
            boolean isComplete = done.await(60, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            String name = "fan-out to " + subscribers;
            return List.of(
                    Measured.of(name, "deliveries/s", deliveries.get() / seconds),
                    Measured.of(name, "server us/delivery", (relay.cpuSeconds() - cpu) * 1e6 / deliveries.get()),
                    Measured.of(name, "complete", isComplete ? 1 : 0));
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }

    /** Connections with one subscription each that do nothing. */
    List<Measured> idle(PeerProcess relay, int count) throws Exception {
        List<LoadConnection> connections = new ArrayList<>();
        try {
            long before = relay.residentBytes();
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                LoadConnection connection = LoadConnection.open(group, relay.uri());
                connections.add(connection);
                subscribe(connection, message -> {});
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long after = relay.residentBytes();
            String name = "idle " + count;
            return List.of(
                    Measured.of(name, "kB RSS/connection", (after - before) / 1e3 / count),
                    Measured.of(name, "connections/s", count / seconds));
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }
}
