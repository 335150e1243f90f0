package dev.souk.bench;

import dev.souk.protocol.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How soon one subscriber gets what one publisher sends at a steady rate. */
final class LivePhase {
    private static final int PATIENCE_SECONDS = 30;

    private final EventLoopGroup group;
    private final int seconds;

    LivePhase(EventLoopGroup group, int seconds) {
        this.group = group;
        this.seconds = seconds;
    }

    List<Measured> run(Relay relay, int perSecond) throws Exception {
        List<Event> events = LiveEvents.sign(perSecond * seconds);
        Map<Long, Long> sent = new ConcurrentHashMap<>();
        Map<Long, Long> accepted = new ConcurrentHashMap<>();
        Map<Long, Long> delivered = new ConcurrentHashMap<>();
        CountDownLatch waiting = new CountDownLatch(2 * events.size());
        double cpu;
        try (LoadConnection subscriber = LoadConnection.open(group, relay.uri());
                LoadConnection publisher = LoadConnection.open(group, relay.uri())) {
            LiveEvents.subscribe(subscriber, message -> {
                if (Answer.of(message) == Answer.EVENT) {
                    note(message, Answer.idInEvent(message), delivered, waiting);
                }
            });
            publisher.listen(message -> {
                if (Answer.of(message) == Answer.OK) {
                    note(message, Answer.idInOk(message), accepted, waiting);
                }
            });
            cpu = relay.figures().cpuSeconds();
            publish(events, perSecond, publisher, sent);
            if (!waiting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        delivered.size() + " of " + events.size() + " delivered, " + accepted.size() + " answered");
            }
            cpu = relay.figures().cpuSeconds() - cpu;
        }
        return figures("live " + perSecond + "/s", sent, accepted, delivered, cpu);
    }

    private static void publish(List<Event> events, int perSecond, LoadConnection publisher, Map<Long, Long> sent)
            throws InterruptedException {
        List<byte[]> frames =
                events.stream().map(event -> Frames.event(event.json())).toList();
        long start = System.nanoTime();
        for (int i = 0; i < events.size(); i++) {
            long wait = start + i * 1_000_000_000L / perSecond - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            ByteBuf json = Unpooled.wrappedBuffer(events.get(i).json());
            sent.put(Answer.key(json, Answer.idInEvent(json)), System.nanoTime());
            publisher.send(frames.get(i));
        }
    }

    private static void note(ByteBuf message, int id, Map<Long, Long> times, CountDownLatch waiting) {
        long now = System.nanoTime();
        if (id >= 0 && times.putIfAbsent(Answer.key(message, id), now) == null) {
            waiting.countDown();
        }
    }

    private static List<Measured> figures(
            String name, Map<Long, Long> sent, Map<Long, Long> accepted, Map<Long, Long> delivered, double cpu) {
        Histogram fromSending = Measured.histogram();
        Histogram fromOk = Measured.histogram();
        sent.forEach((id, at) -> {
            long end = delivered.getOrDefault(id, at);
            fromSending.recordValue(end - at);
            // A delivery may come before the OK.
            fromOk.recordValue(Math.max(0, end - accepted.getOrDefault(id, end)));
        });
        return List.of(
                Measured.millis(name, "sending to delivery p50", fromSending, 50),
                Measured.millis(name, "sending to delivery p99", fromSending, 99),
                Measured.millis(name, "OK to delivery p50", fromOk, 50),
                Measured.millis(name, "OK to delivery p99", fromOk, 99),
                Measured.of(name, "server us/event", cpu * 1e6 / sent.size()));
    }
}
