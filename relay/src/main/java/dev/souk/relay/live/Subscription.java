package dev.souk.relay.live;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.EventPayload;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.search.AnalysedFilter;
import dev.souk.relay.search.EventText;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * One open REQ. Born in the session, answered by a replay, then kept by the live feed. Whoever works for it asks {@link
 * #isCancelled} first; cancelling is final and may happen on any thread.
 */
public final class Subscription {
    private final SubscriptionId id;
    private final List<AnalysedFilter> filters;
    private final Predicate<EventHeader> visible;
    private final Connection connection;
    private final BiConsumer<Subscription, Reason> onEnd;
    private final byte[] head;
    private volatile boolean isCancelled;

    /** {@link #isCancelled}, for every delivery. */
    private final BooleanSupplier cancelled = this::isCancelled;

    private final long sinceNanos = System.nanoTime();

    /** Owned by the live thread: stored events up to this number were sent by the replay. */
    private long startAfter;

    /** Owned by the live thread: the last fan-out that reached this subscription. */
    private long lastFanOut = -1;

    /**
     * A new one.
     *
     * @param visible what the client may see, whatever it asks for
     * @param onEnd told when the relay ends it, with the reason; on the connection's outlet thread
     */
    public Subscription(
            SubscriptionId id,
            List<Filter> filters,
            Predicate<EventHeader> visible,
            Connection connection,
            BiConsumer<Subscription, Reason> onEnd) {
        this.id = id;
        this.filters = filters.stream().map(AnalysedFilter::of).toList();
        this.visible = visible;
        this.connection = connection;
        this.onEnd = onEnd;
        this.head = RelayMessage.Deliver.head(id);
    }

    /** When it was asked for. */
    long sinceNanos() {
        return sinceNanos;
    }

    public SubscriptionId id() {
        return id;
    }

    public List<AnalysedFilter> filters() {
        return filters;
    }

    /** What the client may see, whatever it asks for. */
    public Predicate<EventHeader> visible() {
        return visible;
    }

    public Connection connection() {
        return connection;
    }

    /** Has it ended by whoever owns it, who also tells the client. Any thread. */
    public void end(Reason reason) {
        connection.outlet().post(List.of(new Parcel.Callback(connection, () -> onEnd.accept(this, reason))));
    }

    /** Ends it: nothing more is sent for it, not even what is on its way to the outlet. */
    public void cancel() {
        isCancelled = true;
    }

    /** True when nobody waits for it any more. */
    public boolean isCancelled() {
        return isCancelled || !connection.isOpen();
    }

    /** True when one of its filters wants {@code event}, whose text this is, and the client may see it. */
    public boolean wants(EventHeader event, EventText text) {
        for (AnalysedFilter filter : filters) {
            if (filter.matches(event, text)) {
                return visible.test(event);
            }
        }
        return false;
    }

    /** {@code event} on its way to the client. */
    public Parcel delivery(EventPayload event) {
        return new Parcel.Delivery(connection, head, event, cancelled);
    }

    void startAfter(long sequence) {
        startAfter = sequence;
    }

    /** True when this event is news to it; true once for each fan-out. */
    boolean isNews(long sequence, long fanOut) {
        return lastFanOut != fanOut && sequence > startAfter;
    }

    void reachedBy(long fanOut) {
        lastFanOut = fanOut;
    }
}
