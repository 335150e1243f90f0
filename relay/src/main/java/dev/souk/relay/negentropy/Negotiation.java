package dev.souk.relay.negentropy;

import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.SubscriptionId;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.replay.Budget;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;

/**
 * One open reconciliation. Belongs to its connection, whose client and whose {@link Reply} take turns: while a reply is being
 * made, it is the reply's.
 *
 * <pre>
 *             take                    answered
 * LISTENING --------> ANSWERING --------------> LISTENING
 *     '------ end ------> ENDED <------ end --------'
 * </pre>
 */
final class Negotiation {
    private final SubscriptionId id;
    private final Source source;
    private final Budget budget;
    private final Connection connection;
    private final ItemBudget.Lease lease;
    private final BiConsumer<Negotiation, RelayMessage.NegErr> onFailure;

    private volatile boolean hasEnded;
    private volatile boolean isAnswering;
    private volatile long lastSaidNanos = System.nanoTime();

    /** What was collected, by the first reply. */
    private volatile Optional<ItemArray> collected = Optional.empty();

    /** @param onFailure told on the connection's outlet thread what to tell the client */
    Negotiation(
            SubscriptionId id,
            Source source,
            Budget budget,
            Connection connection,
            ItemBudget.Lease lease,
            BiConsumer<Negotiation, RelayMessage.NegErr> onFailure) {
        this.id = id;
        this.source = source;
        this.budget = budget;
        this.connection = connection;
        this.lease = lease;
        this.onFailure = onFailure;
    }

    SubscriptionId id() {
        return id;
    }

    Budget budget() {
        return budget;
    }

    Source source() {
        return source;
    }

    Connection connection() {
        return connection;
    }

    ItemBudget.Lease lease() {
        return lease;
    }

    Optional<ItemArray> collected() {
        return collected;
    }

    void collected(ItemArray items) {
        collected = Optional.of(items);
    }

    /** Begins to answer a message; false when the one before is not answered yet. On the outlet's thread. */
    boolean take() {
        boolean isFree = !isAnswering;
        isAnswering = true;
        return isFree;
    }

    /** True when the client has said nothing for so long. */
    boolean isSilentFor(long nanos, long nowNanos) {
        return !isAnswering && nowNanos - lastSaidNanos > nanos;
    }

    void answered(byte[] message) {
        if (!hasEnded) {
            lastSaidNanos = System.nanoTime();
            // Before the answer leaves: the next message may come as soon as it is there.
            isAnswering = false;
            connection.outlet().post(List.of(new Parcel.Message(connection, new RelayMessage.NegMsg(id, message))));
        }
    }

    void fail(Reason reason, OptionalInt maxItems) {
        RelayMessage.NegErr error = new RelayMessage.NegErr(id, reason, maxItems);
        connection.outlet().post(List.of(new Parcel.Callback(connection, () -> onFailure.accept(this, error))));
    }

    /** Ends it without a word, and gives back what it holds. Any thread. */
    void end() {
        hasEnded = true;
        collected = Optional.empty();
        lease.close();
    }

    boolean hasEnded() {
        return hasEnded || !connection.isOpen();
    }
}
