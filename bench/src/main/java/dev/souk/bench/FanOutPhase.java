package dev.souk.bench;

import dev.souk.protocol.Event;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Many subscribers who all want everything, and one publisher flat out. */
final class FanOutPhase {
    private static final int DELIVERIES = 400_000;
    private static final int LEAST_EVENTS = 400;
    private static final int WINDOW = 100;
    private static final int PATIENCE_SECONDS = 60;

    private final EventLoopGroup group;
    private final boolean isCompressed;

    /** @param isCompressed whether subscribers offer permessage-deflate; the client does not inflate what comes */
    FanOutPhase(EventLoopGroup group, boolean isCompressed) {
        this.group = group;
        this.isCompressed = isCompressed;
    }

    /** How many events so many subscribers get. */
    static int events(int subscribers) {
        return Math.max(LEAST_EVENTS, DELIVERIES / subscribers);
    }

    List<Measured> run(Relay relay, int subscribers) throws Exception {
        List<byte[]> events =
                LiveEvents.sign(events(subscribers)).stream().map(Event::json).toList();
        long expected = (long) subscribers * events.size();
        AtomicLong deliveries = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        List<LoadConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < subscribers; i++) {
                LoadConnection connection = isCompressed
                        ? LoadConnection.openCompressed(group, relay.uri())
                        : LoadConnection.open(group, relay.uri());
                connections.add(connection);
                LiveEvents.subscribe(connection, message -> {
                    bytes.addAndGet(message.readableBytes());
                    if (deliveries.incrementAndGet() == expected) {
                        done.countDown();
                    }
                });
            }
            double cpu = relay.figures().cpuSeconds();
            double own = ProcessFigures.ofThisProcess().ownSeconds();
            long start = System.nanoTime();
            new PublishPhase(group, 1, WINDOW).run("fan-out", relay, events);
            boolean isComplete = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            double spent = relay.figures().cpuSeconds() - cpu;
            double ownSpent = ProcessFigures.ofThisProcess().ownSeconds() - own;
            String name = "fan-out to " + subscribers + (isCompressed ? ", deflate" : "");
            return List.of(
                    Measured.of(name, "deliveries/s", deliveries.get() / seconds),
                    Measured.of(name, "server us/delivery", spent * 1e6 / Math.max(1, deliveries.get())),
                    Measured.of(name, "client us/delivery", ownSpent * 1e6 / Math.max(1, deliveries.get())),
                    Measured.of(name, "bytes/delivery", (double) bytes.get() / Math.max(1, deliveries.get())),
                    Measured.of(name, "delivered share", isComplete ? 1 : (double) deliveries.get() / expected));
        } finally {
            connections.forEach(LoadConnection::close);
        }
    }
}
