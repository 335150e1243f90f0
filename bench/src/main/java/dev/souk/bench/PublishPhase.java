package dev.souk.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoopGroup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/** Publishes lines over several connections, each with so many unanswered events at a time. */
final class PublishPhase {
    private static final int ID_START = 7;
    private static final int ID_LENGTH = 64;

    private final EventLoopGroup group;
    private final int connections;
    private final int window;

    PublishPhase(EventLoopGroup group, int connections, int window) {
        this.group = group;
        this.connections = connections;
        this.window = window;
    }

    List<Measured> run(String name, PeerProcess relay, List<byte[]> events) throws Exception {
        AtomicLong accepted = new AtomicLong();
        Histogram latency = Measured.histogram();
        CountDownLatch done = new CountDownLatch(connections);
        List<Publisher> publishers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            List<byte[]> share = new ArrayList<>();
            for (int j = i; j < events.size(); j += connections) {
                share.add(events.get(j));
            }
            publishers.add(new Publisher(LoadConnection.open(group, relay.uri()), share, accepted, done));
        }
        double cpu = relay.cpuSeconds();
        double own = ownCpuSeconds();
        long start = System.nanoTime();
        publishers.forEach(Publisher::start);
        if (!done.await(30, TimeUnit.MINUTES)) {
            throw new IllegalStateException("publishing did not end");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = relay.cpuSeconds() - cpu;
        double ownSpent = ownCpuSeconds() - own;
        publishers.forEach(publisher -> {
            latency.add(publisher.latency);
            publisher.connection.close();
        });
        return List.of(
                Measured.of(name, "events/s", events.size() / seconds),
                Measured.of(name, "server us/event", spent * 1e6 / events.size()),
                Measured.of(name, "client us/event", ownSpent * 1e6 / events.size()),
                Measured.of(name, "accepted share", (double) accepted.get() / events.size()),
                Measured.millis(name, "OK p50", latency, 50),
                Measured.millis(name, "OK p99", latency, 99));
    }

    static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** One connection's share. Owned by its event loop. */
    private final class Publisher {
        private final LoadConnection connection;
        private final Iterator<byte[]> left;
        private final AtomicLong accepted;
        private final CountDownLatch done;
        private final Histogram latency = Measured.histogram();
        private final Map<String, Long> sentAt = new HashMap<>();

        private Publisher(LoadConnection connection, List<byte[]> share, AtomicLong accepted, CountDownLatch done) {
            this.connection = connection;
            this.left = share.iterator();
            this.accepted = accepted;
            this.done = done;
        }

        private void start() {
            connection.listen(this::answered);
            connection.run(() -> {
                for (int i = 0; i < window && left.hasNext(); i++) {
                    sendNext();
                }
                connection.flush();
            });
        }

        private void sendNext() {
            byte[] event = left.next();
            // {"id":"...": the id begins at byte 7 of the event.
            sentAt.put(new String(event, ID_START, ID_LENGTH, StandardCharsets.US_ASCII), System.nanoTime());
            byte[] message = new byte[event.length + 10];
            System.arraycopy("[\"EVENT\",".getBytes(StandardCharsets.US_ASCII), 0, message, 0, 9);
            System.arraycopy(event, 0, message, 9, event.length);
            message[message.length - 1] = ']';
            connection.write(message);
        }

        private void answered(ByteBuf ok) {
            if (ok.getByte(2) != 'O') {
                return;
            }
            String id = ok.toString(ID_START, ID_LENGTH, StandardCharsets.US_ASCII);
            Long sent = sentAt.remove(id);
            if (sent == null) {
                return;
            }
            latency.recordValue(System.nanoTime() - sent);
            if (ok.getByte(ID_START + ID_LENGTH + 2) == 't') {
                accepted.incrementAndGet();
            }
            if (left.hasNext()) {
                sendNext();
                connection.flush();
            } else if (sentAt.isEmpty()) {
                done.countDown();
            }
        }
    }
}
