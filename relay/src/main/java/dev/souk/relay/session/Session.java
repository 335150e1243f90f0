package dev.souk.relay.session;

import dev.souk.protocol.ClientMessage;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.RelayMessage.Closed;
import dev.souk.protocol.RelayMessage.Notice;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.SubscriptionId;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.ingest.Ingester;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.replay.Replayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client's side of the conversation: what it said, what it has open, what it waits for. Runs on its connection's
 * outlet thread, but for {@link #answer}, which comes from the ingest threads.
 */
public final class Session {
    private final Connection connection;
    private final LimitsConfig limits;
    private final Ingester ingester;
    private final Replayer replayer;
    private final LiveFeed live;
    private final RelayMetrics metrics;
    private final Caller caller;
    private final Map<SubscriptionId, Subscription> subscriptions = new HashMap<>();

    /** Events without an answer yet; raised on the outlet's thread, lowered by the ingest threads. */
    private final AtomicInteger pendingEvents = new AtomicInteger();

    /** Set on the outlet's thread only, by {@link #readOn} too. */
    private boolean isPaused;

    public Session(
            Connection connection,
            LimitsConfig limits,
            Ingester ingester,
            Replayer replayer,
            LiveFeed live,
            RelayMetrics metrics) {
        this.connection = connection;
        this.limits = limits;
        this.ingester = ingester;
        this.replayer = replayer;
        this.live = live;
        this.metrics = metrics;
        this.caller = Caller.client(connection.address());
    }

    /** Acts on one message. */
    public void receive(ClientMessage message) {
        metrics.received().increment();
        switch (message) {
            case ClientMessage.Publish(Event event) -> publish(event);
            case ClientMessage.Req(SubscriptionId id, List<Filter> filters) -> request(id, filters);
            case ClientMessage.Close(String id) -> close(id);
            case ClientMessage.RefusedEvent(var id, Reason reason) -> {
                metrics.event(RelayMetrics.Outcome.REFUSED);
                metrics.refusal(reason);
                send(Ok.refused(id, reason));
            }
            case ClientMessage.RefusedReq(SubscriptionId id, Reason reason) -> refuse(id, reason);
            case ClientMessage.Unreadable(Reason reason) -> {
                metrics.refusal(reason);
                send(new Notice(reason.toString()));
            }
        }
    }

    private void publish(Event event) {
        int waiting = pendingEvents.incrementAndGet();
        if (!ingester.submit(event, caller, this::answer)) {
            Reason busy = Reason.error("the relay is busy, send it again later");
            metrics.event(RelayMetrics.Outcome.REFUSED);
            metrics.refusal(busy);
            send(Ok.refused(event.id(), busy));
            waiting = pendingEvents.decrementAndGet();
            pauseWhile(waiting > 0);
        } else {
            pauseWhile(waiting >= limits.maxPendingEvents());
        }
    }

    private void pauseWhile(boolean hasTooMany) {
        if (hasTooMany && !isPaused) {
            isPaused = true;
            connection.setReading(false);
            // The last answer may have come before the pause was known.
            readOn();
        }
    }

    private void answer(Ok ok, OutboundBatch out) {
        out.add(new Parcel.Message(connection, ok));
        int waiting = pendingEvents.decrementAndGet();
        if (waiting == 0 || waiting == limits.maxPendingEvents() / 2) {
            out.add(new Parcel.Callback(connection, this::readOn));
        }
    }

    private void readOn() {
        if (isPaused && pendingEvents.get() <= limits.maxPendingEvents() / 2) {
            isPaused = false;
            connection.setReading(true);
        }
    }

    private void request(SubscriptionId id, List<Filter> filters) {
        if (filters.size() > limits.maxFilters()) {
            refuse(
                    id,
                    Reason.invalid("the REQ has " + filters.size() + " filters, at most " + limits.maxFilters()
                            + " are accepted"));
            return;
        }
        for (Filter filter : filters) {
            if (valuesOf(filter) > limits.maxFilterValues()) {
                refuse(id, Reason.invalid("a filter has more than " + limits.maxFilterValues() + " values"));
                return;
            }
        }
        if (!subscriptions.containsKey(id) && subscriptions.size() >= limits.maxSubscriptions()) {
            refuse(id, Reason.rateLimited("at most " + limits.maxSubscriptions() + " subscriptions may be open"));
            return;
        }
        open(id, filters);
    }

    private void open(SubscriptionId id, List<Filter> filters) {
        end(id);
        Subscription subscription =
                new Subscription(id, filters.stream().map(this::clamped).toList(), connection, this::endedByRelay);
        if (replayer.submit(subscription)) {
            subscriptions.put(id, subscription);
            metrics.subscriptions().incrementAndGet();
        } else {
            subscription.cancel();
            refuse(id, Reason.rateLimited("too many requests are waiting, send it again later"));
        }
    }

    private Filter clamped(Filter filter) {
        return filter.withLimit(Math.min(filter.limit().orElse(limits.defaultLimit()), limits.maxLimit()));
    }

    private static int valuesOf(Filter filter) {
        int values = filter.ids().map(java.util.Set::size).orElse(0)
                + filter.authors().map(java.util.Set::size).orElse(0)
                + filter.kinds().map(java.util.Set::size).orElse(0);
        return values
                + filter.tags().values().stream().mapToInt(java.util.Set::size).sum();
    }

    /** CLOSED also ends what was open under this id, as the client will take it. */
    private void refuse(SubscriptionId id, Reason reason) {
        end(id);
        metrics.refusal(reason);
        send(new Closed(id, reason));
    }

    private void close(String id) {
        if (SubscriptionId.isValid(id)) {
            end(new SubscriptionId(id));
        }
    }

    private void endedByRelay(Subscription subscription, Reason reason) {
        if (subscription.equals(subscriptions.get(subscription.id()))) {
            refuse(subscription.id(), reason);
        }
    }

    private void end(SubscriptionId id) {
        Subscription open = subscriptions.remove(id);
        if (open != null) {
            metrics.subscriptions().decrementAndGet();
            open.cancel();
            live.drop(open);
        }
    }

    private void send(RelayMessage message) {
        connection.outlet().post(List.of(new Parcel.Message(connection, message)));
    }

    /** The connection has gone. */
    public void gone() {
        List.copyOf(subscriptions.keySet()).forEach(this::end);
    }
}
