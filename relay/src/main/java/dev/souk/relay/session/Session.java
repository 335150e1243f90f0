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
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.LimitsConfig;
import dev.souk.relay.config.SearchConfig;
import dev.souk.relay.desk.Desk;
import dev.souk.relay.ingest.Ingester;
import dev.souk.relay.live.LiveFeed;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.metrics.RelayMetrics.Verb;
import dev.souk.relay.negentropy.Negotiations;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.OutboundBatch;
import dev.souk.relay.outbound.Parcel;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.read.Keeping;
import dev.souk.relay.read.ReadControl;
import dev.souk.relay.replay.Budget;
import dev.souk.relay.replay.Count;
import dev.souk.relay.replay.Replayer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One client's side of the conversation: what it said, what it has open, what it waits for. Runs on its connection's
 * outlet thread, but for {@link #answer}, which comes from the ingest threads.
 */
public final class Session {
    private final Connection connection;
    private final Supplier<LimitsConfig> limits;
    private final Supplier<SearchConfig> search;
    private final Ingester ingester;
    private final Replayer replayer;
    private final LiveFeed live;
    private final RelayMetrics metrics;
    private final AuthDoor door;
    private final Readers readers;
    private final ReadControl reading;
    private final Desk desk;
    private final String challenge;
    private final Map<SubscriptionId, Subscription> subscriptions = new HashMap<>();

    /** For each of {@link #subscriptions}, to be run when it ends. */
    private final Map<SubscriptionId, Runnable> leaving = new HashMap<>();

    private final Map<SubscriptionId, Count> counts = new HashMap<>();
    private final Negotiations negotiations;

    /** Events without an answer yet; raised on the outlet's thread, lowered by the ingest threads. */
    private final AtomicInteger pendingEvents = new AtomicInteger();

    private final Proofs proofs;
    private final Valve valve;

    /** Whether a challenge was sent; AUTH may come to be asked for while the connection lasts. */
    private boolean isChallenged;

    public Session(
            Connection connection,
            Supplier<LimitsConfig> limits,
            Supplier<SearchConfig> search,
            Ingester ingester,
            Replayer replayer,
            LiveFeed live,
            AuthDoor door,
            Readers readers,
            ReadControl reading,
            Desk desk,
            Negotiations negotiations,
            RelayMetrics metrics) {
        this.connection = connection;
        this.valve = new Valve(connection, metrics);
        this.limits = limits;
        this.search = search;
        this.ingester = ingester;
        this.replayer = replayer;
        this.live = live;
        this.door = door;
        this.readers = readers;
        this.reading = reading;
        this.desk = desk;
        this.negotiations = negotiations;
        this.metrics = metrics;
        this.challenge = door.newChallenge();
        this.proofs = new Proofs(connection.address());
    }

    /** The connection is there. */
    public void begin() {
        challenge();
    }

    /** Nobody is told to prove who he is before he was given a challenge (NIP-42). */
    private void challenge() {
        if (!isChallenged && door.mode() != AuthConfig.Mode.OFF) {
            isChallenged = true;
            send(new RelayMessage.Challenge(challenge));
        }
    }

    /** Acts on one message. */
    public void receive(ClientMessage message) {
        metrics.received(verb(message));
        challenge();
        switch (message) {
            case ClientMessage.Publish(Event event) -> publish(event);
            case ClientMessage.Authenticate(Event proof) -> authenticate(proof);
            case ClientMessage.Req(SubscriptionId id, List<Filter> filters) -> request(id, filters);
            case ClientMessage.Count(SubscriptionId id, List<Filter> filters, var firstItem) ->
                count(id, filters, firstItem);
            case ClientMessage.Close(String id) -> close(id);
            case ClientMessage.NegOpen(SubscriptionId id, Filter filter, byte[] first) -> reconcile(id, filter, first);
            case ClientMessage.NegMsg(SubscriptionId id, byte[] next) -> negotiations.message(id, next);
            case ClientMessage.NegClose(String id) -> {
                if (SubscriptionId.isValid(id)) {
                    negotiations.close(new SubscriptionId(id));
                }
            }
            case ClientMessage.RefusedNeg(SubscriptionId id, Reason reason) -> negotiations.refuse(id, reason);
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

    private static Verb verb(ClientMessage message) {
        return switch (message) {
            case ClientMessage.Publish m -> Verb.EVENT;
            case ClientMessage.RefusedEvent m -> Verb.EVENT;
            case ClientMessage.Authenticate m -> Verb.AUTH;
            case ClientMessage.Req m -> Verb.REQ;
            case ClientMessage.RefusedReq m -> Verb.REQ;
            case ClientMessage.Count m -> Verb.COUNT;
            case ClientMessage.Close m -> Verb.CLOSE;
            case ClientMessage.NegOpen m -> Verb.NEG_OPEN;
            case ClientMessage.RefusedNeg m -> Verb.NEG_OPEN;
            case ClientMessage.NegMsg m -> Verb.NEG_MSG;
            case ClientMessage.NegClose m -> Verb.NEG_CLOSE;
            case ClientMessage.Unreadable m -> Verb.UNREADABLE;
        };
    }

    private void publish(Event event) {
        int waiting = pendingEvents.incrementAndGet();
        submitted(event, waiting, ingester.submit(event, proofs.caller(), this::answer));
    }

    private void submitted(Event event, int pending, boolean isTaken) {
        if (isTaken) {
            pauseWhile(pending >= limits.get().maxPendingEvents());
            return;
        }
        Reason busy = Reason.error("the relay is busy, send it again later");
        metrics.event(RelayMetrics.Outcome.REFUSED);
        metrics.refusal(busy);
        send(Ok.refused(event.id(), busy));
        pauseWhile(pendingEvents.decrementAndGet() > 0);
    }

    private void authenticate(Event proof) {
        Optional<Reason> refusal = door.mode() == AuthConfig.Mode.OFF
                ? Optional.of(Reason.unsupported("this relay asks nobody who he is"))
                : door.refusal(proof, challenge, connection.host()).or(() -> proofs.refusal(proof.pubkey()));
        if (refusal.isPresent()) {
            metrics.refusal(refusal.get());
            send(Ok.refused(proof.id(), refusal.get()));
            return;
        }
        int waiting = pendingEvents.incrementAndGet();
        submitted(proof, waiting, ingester.prove(proof, proofs.caller(), (ok, out) -> proved(proof, ok, out)));
    }

    /** Before the answer leaves, so that what the client asks next is asked as who it is. */
    private void proved(Event proof, Ok ok, OutboundBatch out) {
        Optional<Reason> refusal = ok.accepted() ? proofs.learn(proof.pubkey()) : Optional.empty();
        refusal.ifPresent(metrics::refusal);
        answer(refusal.map(reason -> Ok.refused(proof.id(), reason)).orElse(ok), out);
    }

    private void pauseWhile(boolean hasTooMany) {
        if (hasTooMany && valve.closeForEvents()) {
            // The last answer may have come before the pause was known.
            readOn();
        }
    }

    private void answer(Ok ok, OutboundBatch out) {
        out.add(new Parcel.Message(connection, ok));
        int waiting = pendingEvents.decrementAndGet();
        if (waiting == 0 || waiting == limits.get().maxPendingEvents() / 2) {
            out.add(new Parcel.Callback(connection, this::readOn));
        }
    }

    private void readOn() {
        if (pendingEvents.get() <= limits.get().maxPendingEvents() / 2) {
            valve.openForEvents();
        }
    }

    private void request(SubscriptionId id, List<Filter> filters) {
        Optional<Reason> refusal =
                tooLarge(filters).or(() -> mayNotAsk(filters)).or(() -> tooMany(id, filters));
        if (refusal.isPresent()) {
            refuse(id, refusal.get());
        } else {
            open(id, filters);
        }
    }

    private Optional<Reason> tooLarge(List<Filter> filters) {
        if (filters.size() > limits.get().maxFilters()) {
            return Optional.of(Reason.invalid("there are " + filters.size() + " filters, at most "
                    + limits.get().maxFilters() + " are accepted"));
        }
        return filters.stream()
                        .anyMatch(filter -> filter.values() > limits.get().maxFilterValues())
                ? Optional.of(
                        Reason.invalid("a filter has more than " + limits.get().maxFilterValues() + " values"))
                : cannotSearch(filters);
    }

    private Optional<Reason> cannotSearch(List<Filter> filters) {
        List<String> searches =
                filters.stream().flatMap(filter -> filter.search().stream()).toList();
        if (searches.isEmpty()) {
            return Optional.empty();
        }
        if (!search.get().enabled()) {
            return Optional.of(Reason.unsupported("this relay does not search"));
        }
        if (searches.size() > search.get().maxFilters()) {
            return Optional.of(Reason.invalid("at most " + search.get().maxFilters() + " filters may search"));
        }
        return searches.stream()
                        .anyMatch(text -> text.codePointCount(0, text.length())
                                > search.get().maxCharacters())
                ? Optional.of(
                        Reason.invalid("a search has at most " + search.get().maxCharacters() + " characters"))
                : Optional.empty();
    }

    private Optional<Reason> tooMany(SubscriptionId id, List<Filter> filters) {
        if (!subscriptions.containsKey(id)
                && subscriptions.size() >= limits.get().maxSubscriptions()) {
            return Optional.of(
                    Reason.rateLimited("at most " + limits.get().maxSubscriptions() + " subscriptions may be open"));
        }
        return Searching.refusal(id, filters, subscriptions.values(), search.get());
    }

    /** Query ids are a name space of their own: what is open under the same id goes on. */
    private void count(SubscriptionId id, List<Filter> filters, Optional<String> firstItem) {
        Optional<Reason> refusal = tooLarge(filters).or(() -> mayNotAsk(filters));
        if (refusal.isPresent()) {
            metrics.refusal(refusal.get());
            send(new Closed(id, refusal.get()));
            return;
        }
        cancelCount(id);
        Count count = new Count(
                id,
                filters,
                readers.sight(filters, proofs.caller()),
                firstItem,
                budget(),
                limits.get().maxRowsCounted(),
                connection,
                ended -> counts.remove(ended.id(), ended));
        if (counts.size() < limits.get().maxSubscriptions() && replayer.submit(count)) {
            counts.put(id, count);
        } else {
            Reason reason = Reason.rateLimited("too many requests are waiting, send it again later");
            metrics.refusal(reason);
            send(new Closed(id, reason));
        }
    }

    private void reconcile(SubscriptionId id, Filter filter, byte[] message) {
        Optional<Reason> refusal = tooLarge(List.of(filter)).or(() -> mayNotAsk(List.of(filter)));
        if (refusal.isPresent()) {
            negotiations.refuse(id, refusal.get());
        } else {
            negotiations.open(id, filter, proofs.caller().pubkeys(), budget(), message);
        }
    }

    private void cancelCount(SubscriptionId id) {
        Count waiting = counts.remove(id);
        if (waiting != null) {
            waiting.cancel();
        }
    }

    /** Why this client may not ask this, or not now. */
    private Optional<Reason> mayNotAsk(List<Filter> filters) {
        return readers.refusal(filters, proofs.caller()).or(() -> {
            Optional<Reason> emptiness = budget().emptiness();
            emptiness.ifPresent(reason -> valve.refused());
            return emptiness;
        });
    }

    private Budget budget() {
        return reading.budget(proofs.caller(), connection.number());
    }

    private void open(SubscriptionId id, List<Filter> filters) {
        end(id);
        Caller.Client asker = proofs.caller();
        Subscription subscription = new Subscription(
                id,
                filters.stream().map(this::clamped).toList(),
                readers.visible(filters, asker),
                connection,
                this::endedByRelay);
        switch (reading.keep(subscription, limits.get().maxTotalValues())) {
            case Keeping.Refused(Reason reason) -> refuse(id, reason);
            case Keeping.Kept(Runnable leave)
            when replayer.submit(subscription, budget(), () -> desk.made(filters, asker)) -> {
                subscriptions.put(id, subscription);
                leaving.put(id, leave);
                metrics.subscriptions().incrementAndGet();
            }
            case Keeping.Kept(Runnable leave) -> {
                leave.run();
                subscription.cancel();
                refuse(id, Reason.rateLimited("too many requests are waiting, send it again later"));
            }
        }
    }

    private Filter clamped(Filter filter) {
        return filter.withLimit(Math.min(
                filter.limit().orElse(limits.get().defaultLimit()), limits.get().maxLimit()));
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
            cancelCount(new SubscriptionId(id));
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
            Objects.requireNonNull(leaving.remove(id)).run();
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
        counts.values().forEach(Count::cancel);
        negotiations.gone();
    }

    /** Time passes. */
    public void tick(long nowNanos) {
        valve.tick();
        proofs.tick();
        negotiations.tick(nowNanos);
    }
}
