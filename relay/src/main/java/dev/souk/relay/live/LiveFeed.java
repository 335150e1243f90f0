package dev.souk.relay.live;

import dev.souk.protocol.Event;
import dev.souk.protocol.RelayMessage.Eose;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.Health.Pulse;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.EventPayload;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.search.EventText;
import dev.souk.relay.search.SearchableText;
import dev.souk.storage.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Hands new events to open subscriptions. The thread {@code live} owns the index and the recent events; the public
 * methods are its inbox. A subscription comes over from its replay "from sequence S": it first gets what was stored
 * after S, then everything new, so that nothing is lost and nothing is sent twice.
 */
public final class LiveFeed implements AutoCloseable {
    private static final int DRAIN = 256;

    private final BlockingQueue<Message> inbox;

    /** Not bounded by itself: each subscription is dropped once, and their number is limited. */
    private final Queue<Subscription> dropped = new ConcurrentLinkedQueue<>();

    private final SubscriptionIndex index = new SubscriptionIndex();
    private final RecentEvents recent;
    private final OutboundBatch out = new OutboundBatch();
    private final SearchableText texts;
    private final RelayMetrics metrics;
    private final Health health;
    private final Thread thread;
    private Late late = (subscription, sequence, hints) -> {};

    /** The last change that was fanned out. Owned by the live thread. */
    private long announced;

    private sealed interface Message {
        record Announce(List<Change> changes, List<Event> passing, long sinceNanos) implements Message {}

        record Adopt(Subscription subscription, List<Parcel> last, long sequence, Set<Eose.Hint> hints)
                implements Message {}

        record Stop() implements Message {}
    }

    /**
     * @param capacity messages that may wait; past it those who bring them wait, the writer among them
     * @param recentBytes JSON of recent events to keep
     * @param sequence the store's last change now
     * @param texts what subscriptions that search look for words in
     */
    public LiveFeed(
            int capacity, long recentBytes, long sequence, SearchableText texts, RelayMetrics metrics, Health health) {
        this.inbox = new ArrayBlockingQueue<>(capacity);
        this.recent = new RecentEvents(recentBytes, sequence);
        this.announced = sequence;
        this.texts = texts;
        this.metrics = metrics;
        this.health = health;
        this.thread = health.vital("live", this::run);
        metrics.queue("live", inbox);
    }

    /** Takes back a subscription that came too late: its sequence is too long ago for the recent events. */
    @FunctionalInterface
    public interface Late {
        /** Has it caught up from {@code sequence} and sent once more. On the live thread; must not wait. */
        void catchUp(Subscription subscription, long sequence, Set<Eose.Hint> hints);
    }

    /** Begins. */
    public void start(Late late) {
        this.late = late;
        thread.start();
    }

    /**
     * Announces what was committed, in the order of the commits, and events that pass without being stored. Waits when
     * the inbox is full. For the writer.
     */
    public void announce(List<Change> changes, List<Event> passing) {
        put(new Message.Announce(changes, passing, System.nanoTime()));
    }

    /** True when a subscription that was replayed up to {@code sequence} can come over. Any thread. */
    public boolean reaches(long sequence) {
        return sequence >= recent.completeAfter();
    }

    /**
     * Takes over a subscription that was replayed up to {@code sequence}: sends its EOSE, then what was stored since.
     * Waits when the inbox is full. For replays.
     *
     * @param last what it gets before its EOSE; little, as it is kept in the inbox
     */
    public void adopt(Subscription subscription, List<Parcel> last, long sequence, Set<Eose.Hint> hints) {
        put(new Message.Adopt(subscription, last, sequence, hints));
    }

    /** Forgets a subscription that was cancelled. Never waits. */
    public void drop(Subscription subscription) {
        dropped.add(subscription);
    }

    private void put(Message message) {
        try {
            inbox.put(message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing a message to the live feed", e);
        }
    }

    private void run() {
        List<Message> messages = new ArrayList<>();
        Pulse pulse = health.pulse("live");
        while (true) {
            pulse.beat();
            try {
                Message first = inbox.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    messages.add(first);
                    inbox.drainTo(messages, DRAIN - 1);
                }
            } catch (InterruptedException e) {
                return;
            }
            messages.forEach(this::handle);
            post(messages);
            if (messages.stream().anyMatch(Message.Stop.class::isInstance)) {
                return;
            }
            messages.clear();
            forgetDropped();
        }
    }

    /** The oldest of them tells how long it took until the last byte was with the socket. */
    private void post(List<Message> messages) {
        messages.stream()
                .flatMapToLong(message -> message instanceof Message.Announce announce
                        ? LongStream.of(announce.sinceNanos())
                        : LongStream.empty())
                .findFirst()
                .ifPresentOrElse(
                        since -> out.post(
                                () -> metrics.toWire().record(System.nanoTime() - since, TimeUnit.NANOSECONDS)),
                        out::post);
    }

    private void handle(Message message) {
        switch (message) {
            case Message.Announce(List<Change> changes, List<Event> passing, var since) -> {
                changes.forEach(this::announce);
                passing.forEach(
                        event -> fanOut(new LiveEvent(LiveEvent.NOT_STORED, event, new EventPayload(event.json()))));
            }
            case Message.Adopt(var subscription, var last, long sequence, var hints) -> {
                last.forEach(out::add);
                adoptNow(subscription, sequence, hints);
            }
            case Message.Stop() -> {}
        }
    }

    private void announce(Change change) {
        switch (change) {
            case Change.Stored(var stored) -> {
                LiveEvent event = new LiveEvent(stored.sequence(), stored.header(), new EventPayload(stored.json()));
                recent.add(event);
                fanOut(event);
            }
            case Change.Removed removed -> recent.remove(removed.eventSequence());
        }
        announced = change.sequence();
    }

    /** Not kept with the recent events: analysed, it is many times as large as the event. */
    private EventText textOf(LiveEvent event) {
        return texts.of(event.header(), event.payload().json());
    }

    private void fanOut(LiveEvent event) {
        index.match(event, textOf(event), subscription -> {
            metrics.deliveries().increment();
            out.add(subscription.delivery(event.payload()));
        });
    }

    private void adoptNow(Subscription subscription, long sequence, Set<Eose.Hint> hints) {
        if (subscription.isCancelled()) {
            return;
        }
        if (!reaches(sequence)) {
            late.catchUp(subscription, sequence, hints);
            return;
        }
        out.add(new Parcel.Message(subscription.connection(), new Eose(subscription.id(), hints)));
        metrics.toEose().record(System.nanoTime() - subscription.sinceNanos(), TimeUnit.NANOSECONDS);
        for (LiveEvent event : recent.after(sequence)) {
            if (subscription.wants(event.header(), textOf(event))) {
                metrics.deliveries().increment();
                out.add(subscription.delivery(event.payload()));
            }
        }
        subscription.startAfter(Math.max(sequence, announced));
        index.add(subscription);
    }

    private void forgetDropped() {
        for (Subscription gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            index.remove(gone);
        }
    }

    /** Stops after what is in the inbox. */
    @Override
    public void close() {
        put(new Message.Stop());
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
