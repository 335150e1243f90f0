package dev.souk.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Publishes events over several connections, each with so many unanswered at a time. */
final class PublishPhase {
    private static final int MAX_MINUTES = 60;

    private final EventLoopGroup group;
    private final int connections;
    private final int window;

    PublishPhase(EventLoopGroup group, int connections, int window) {
        this.group = group;
        this.connections = connections;
        this.window = window;
    }

    /** @param events JSON of events, each of another id */
    List<Measured> run(String name, Relay relay, List<byte[]> events) throws Exception {
        List<Publisher> publishers = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(connections, events.size()); i++) {
                List<Prepared> share = new ArrayList<>();
                for (int j = i; j < events.size(); j += connections) {
                    share.add(Prepared.of(events.get(j)));
                }
                publishers.add(new Publisher(LoadConnection.open(group, relay.uri()), share));
            }
            return measure(name, relay, events.size(), publishers);
        } finally {
            publishers.forEach(publisher -> publisher.connection.close());
        }
    }

    private List<Measured> measure(String name, Relay relay, int count, List<Publisher> publishers) throws Exception {
        double cpu = relay.figures().cpuSeconds();
        double own = ProcessFigures.ofThisProcess().ownSeconds();
        long start = System.nanoTime();
        publishers.forEach(Publisher::start);
        for (Publisher publisher : publishers) {
            publisher.done.get(MAX_MINUTES, TimeUnit.MINUTES);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = relay.figures().cpuSeconds() - cpu;
        double ownSpent = ProcessFigures.ofThisProcess().ownSeconds() - own;
        Histogram latency = Measured.histogram();
        publishers.forEach(publisher -> latency.add(publisher.latency));
        long accepted =
                publishers.stream().mapToLong(publisher -> publisher.accepted).sum();
        return List.of(
                Measured.of(name, "events/s", count / seconds),
                Measured.of(name, "server us/event", spent * 1e6 / count),
                Measured.of(name, "client us/event", ownSpent * 1e6 / count),
                Measured.of(name, "accepted share", (double) accepted / count),
                Measured.millis(name, "OK p50", latency, 50),
                Measured.millis(name, "OK p99", latency, 99));
    }

    /** A frame and what stands for its event's id. */
    private record Prepared(byte[] frame, long key) {
        static Prepared of(byte[] event) {
            ByteBuf json = Unpooled.wrappedBuffer(event);
            int id = Answer.idInEvent(json);
            if (id < 0) {
                throw new IllegalArgumentException("an event of the corpus has no id");
            }
            return new Prepared(Frames.event(event), Answer.key(json, id));
        }
    }

    /** One connection's share. Owned by its event loop until it is done. */
    private final class Publisher {
        private final LoadConnection connection;
        private final Iterator<Prepared> left;
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Histogram latency = Measured.histogram();
        private final Map<Long, Long> sentAt = new HashMap<>();
        private long accepted;

        private Publisher(LoadConnection connection, List<Prepared> share) {
            this.connection = connection;
            this.left = share.iterator();
            connection.failing(done);
        }

        private void start() {
            connection.listen(this::hear);
            connection.run(() -> {
                for (int i = 0; i < window && left.hasNext(); i++) {
                    sendNext();
                }
                connection.flush();
            });
        }

        private void sendNext() {
            Prepared next = left.next();
            sentAt.put(next.key(), System.nanoTime());
            connection.write(next.frame());
        }

        private void hear(ByteBuf message) {
            if (Answer.of(message) != Answer.OK) {
                return;
            }
            int id = Answer.idInOk(message);
            Long sent = id < 0 ? null : sentAt.remove(Answer.key(message, id));
            if (sent == null) {
                return;
            }
            latency.recordValue(System.nanoTime() - sent);
            if (Answer.isAccepted(message, id)) {
                accepted++;
            }
            if (left.hasNext()) {
                sendNext();
            } else if (sentAt.isEmpty()) {
                done.complete(null);
            }
        }
    }
}
