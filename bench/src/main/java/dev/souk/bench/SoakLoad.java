package dev.souk.bench;

import dev.souk.protocol.Event;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Publishes at a steady rate over several connections, and keeps book of the answers. Run by one thread; {@code group}
 * has one, too. */
final class SoakLoad implements AutoCloseable {
    private static final int STEPS_PER_SECOND = 20;
    private static final int PATIENCE_SECONDS = 60;
    private static final int SAMPLE = 2_000;

    private record Pending(Event event, long sinceNanos) {}

    private final SoakStory story;
    private final Fates fates;
    private final int perSecond;
    private final List<LoadConnection> connections = new ArrayList<>();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final Histogram latency = new ConcurrentHistogram(60_000_000_000L, 3);
    private final LongAdder accepted = new LongAdder();
    private final CompletableFuture<List<Event>> sample = new CompletableFuture<>();

    /** On the one event loop. */
    private final List<Event> first = new ArrayList<>();

    SoakLoad(EventLoopGroup group, URI uri, int connectionCount, int perSecond, SoakStory story, Fates fates)
            throws Exception {
        this.story = story;
        this.fates = fates;
        this.perSecond = perSecond;
        for (int i = 0; i < connectionCount; i++) {
            LoadConnection connection = LoadConnection.open(group, uri);
            connection.listen(this::hear);
            connections.add(connection);
        }
    }

    /** Publishes until a time, and waits for the last answers. */
    void run(long endNanos) throws InterruptedException {
        try {
            publish(endNanos);
        } finally {
            sample.completeExceptionally(new IllegalStateException("too few events were accepted"));
        }
    }

    private void publish(long endNanos) throws InterruptedException {
        int step = Math.max(1, perSecond / STEPS_PER_SECOND);
        long next = System.nanoTime();
        int turn = 0;
        while (System.nanoTime() - endNanos < 0) {
            for (Event event : story.next(step, System.currentTimeMillis() / 1_000)) {
                publish(event, connections.get(turn++ % connections.size()));
            }
            next += step * 1_000_000_000L / perSecond;
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
        for (int i = 0; i < PATIENCE_SECONDS && !pending.isEmpty(); i++) {
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void publish(Event event, LoadConnection connection) {
        ByteBuf json = Unpooled.wrappedBuffer(event.json());
        pending.put(Answer.key(json, Answer.idInEvent(json)), new Pending(event, System.nanoTime()));
        connection.send(Frames.event(event.json()));
    }

    private void hear(ByteBuf message) {
        if (Answer.of(message) != Answer.OK) {
            return;
        }
        int id = Answer.idInOk(message);
        Pending answered = id < 0 ? null : pending.remove(Answer.key(message, id));
        if (answered == null) {
            return;
        }
        latency.recordValue(System.nanoTime() - answered.sinceNanos());
        if (Answer.isAccepted(message, id)) {
            accepted.increment();
            fates.accepted(answered.event());
            keep(answered.event());
        } else {
            String text = Answer.text(message);
            refusals.computeIfAbsent(text.substring(text.indexOf("false")), fresh -> new LongAdder())
                    .increment();
        }
    }

    private void keep(Event event) {
        if (first.size() < SAMPLE) {
            first.add(event);
        } else if (!sample.isDone()) {
            sample.complete(List.copyOf(first));
        }
    }

    /** The first that were accepted, when there are enough of them. */
    CompletableFuture<List<Event>> sample() {
        return sample;
    }

    /** How many were accepted so far. */
    long accepted() {
        return accepted.sum();
    }

    int unanswered() {
        return pending.size();
    }

    /** How often each refusal came, by its words; but for a version that came behind a newer one. */
    Map<String, Long> refusals() {
        Map<String, Long> counts = new TreeMap<>();
        refusals.forEach((words, count) -> counts.put(words, count.sum()));
        counts.keySet().removeIf(words -> words.contains("\"duplicate: "));
        return counts;
    }

    List<Measured> figures() {
        return List.of(
                Measured.of("soak publish", "accepted", (double) accepted.sum()),
                Measured.of("soak publish", "refused", (double)
                        refusals.values().stream().mapToLong(LongAdder::sum).sum()),
                Measured.of("soak publish", "unanswered", unanswered()),
                Measured.millis("soak publish", "OK p50", latency, 50),
                Measured.millis("soak publish", "OK p99", latency, 99));
    }

    @Override
    public void close() {
        connections.forEach(LoadConnection::close);
    }
}
