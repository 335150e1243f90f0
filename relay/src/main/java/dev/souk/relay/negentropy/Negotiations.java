package dev.souk.relay.negentropy;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.protocol.RelayMessage;
import dev.souk.protocol.SubscriptionId;
import dev.souk.protocol.negentropy.Version;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.config.NegentropyConfig;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.replay.Budget;
import dev.souk.relay.replay.Replayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** What one connection reconciles (NIP-77). Its ids are a name space of their own. Owned by the connection's outlet thread. */
public final class Negotiations {
    private final Reconciling reconciling;
    private final Connection connection;
    private final Map<SubscriptionId, Negotiation> open = new HashMap<>();

    /** What all connections share. */
    public record Reconciling(
            Supplier<NegentropyConfig> config,
            Supplier<LimitsConfig> limits,
            StoredSets sets,
            PrivateKinds privateKinds,
            ItemBudget budget,
            Replayer replayer,
            RelayMetrics metrics) {}

    public Negotiations(Reconciling reconciling, Connection connection) {
        this.reconciling = reconciling;
        this.connection = connection;
    }

    /** NEG-OPEN, by a client who has proved these keys. What was open under the same id is closed. */
    public void open(SubscriptionId id, Filter filter, Set<Bytes32> keys, Budget budget, byte[] message) {
        close(id);
        NegentropyConfig config = reconciling.config().get();
        if (!config.enabled()) {
            refuse(id, Reason.unsupported("this relay does not reconcile"));
            return;
        }
        if (filter.search().isPresent()) {
            refuse(id, Reason.unsupported("what is searched is not reconciled"));
            return;
        }
        if (open.size() >= config.maxSessions()) {
            refuse(id, Reason.rateLimited("at most " + config.maxSessions() + " reconciliations may be open"));
            return;
        }
        Negotiation negotiation = new Negotiation(
                id,
                Source.of(filter, keys, reconciling.sets(), reconciling.privateKinds()),
                budget,
                connection,
                reconciling.budget().lease(),
                this::failed);
        open.put(id, negotiation);
        reconciling.metrics().reconciliations().incrementAndGet();
        take(negotiation, message);
    }

    /** NEG-MSG. */
    public void message(SubscriptionId id, byte[] message) {
        Negotiation negotiation = open.get(id);
        if (negotiation == null) {
            refuse(id, Reason.closed("no reconciliation is open under this id"));
        } else {
            take(negotiation, message);
        }
    }

    private void take(Negotiation negotiation, byte[] message) {
        if (!negotiation.take()) {
            refuse(negotiation.id(), Reason.invalid("the message before is not answered yet"));
            return;
        }
        if (!Version.isKnown(message)) {
            negotiation.answered(Version.offer());
            return;
        }
        Reply reply = new Reply(
                negotiation, message, reconciling.sets(), reconciling.config().get(), reconciling.metrics());
        if (negotiation.source().stored().isEmpty()) {
            submit(negotiation, reply);
            return;
        }
        int maxWaiting = reconciling.limits().get().maxPendingReplays();
        if (!reconciling.sets().whenCurrent(negotiation, () -> submit(negotiation, reply), maxWaiting)) {
            tooMany(negotiation);
        }
    }

    /** Any thread. */
    private void submit(Negotiation negotiation, Reply reply) {
        if (!reconciling.replayer().submit(reply)) {
            tooMany(negotiation);
        }
    }

    private static void tooMany(Negotiation negotiation) {
        negotiation.fail(Reason.rateLimited("too many requests are waiting, send it again later"), OptionalInt.empty());
    }

    private void failed(Negotiation negotiation, RelayMessage.NegErr error) {
        if (open.remove(negotiation.id(), negotiation)) {
            end(negotiation);
            tell(error);
        }
    }

    /** Tells the client why not; what was open under this id has ended with it. */
    public void refuse(SubscriptionId id, Reason reason) {
        close(id);
        tell(new RelayMessage.NegErr(id, reason, OptionalInt.empty()));
    }

    private void tell(RelayMessage.NegErr error) {
        reconciling.metrics().refusal(error.reason());
        connection.outlet().post(List.of(new Parcel.Message(connection, error)));
    }

    /** NEG-CLOSE. */
    public void close(SubscriptionId id) {
        Negotiation negotiation = open.remove(id);
        if (negotiation != null) {
            end(negotiation);
        }
    }

    private void end(Negotiation negotiation) {
        reconciling.metrics().reconciliations().decrementAndGet();
        reconciling.sets().forget(negotiation);
        negotiation.end();
    }

    /** Time passes: closes those whose client has nothing to say. */
    public void tick(long nowNanos) {
        long timeout = reconciling.config().get().timeout().toNanos();
        for (Negotiation negotiation : List.copyOf(open.values())) {
            if (negotiation.isSilentFor(timeout, nowNanos)) {
                refuse(negotiation.id(), Reason.closed("you took too long to respond"));
            }
        }
    }

    /** The connection has gone. */
    public void gone() {
        List.copyOf(open.keySet()).forEach(this::close);
    }
}
