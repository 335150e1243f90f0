package dev.souk.relay.metrics;

import dev.souk.protocol.Reason;
import dev.souk.relay.config.WriteRule;
import dev.souk.storage.StoreMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** Every meter of the relay, with its meaning. No label comes from a client. Thread-safe. */
public final class RelayMetrics {
    /** What can become of a published event. */
    public enum Outcome {
        STORED,
        DUPLICATE,
        SUPERSEDED,
        DELETED,
        EXPIRED,
        EPHEMERAL,
        /** It was addressed to the relay itself, which has followed it. */
        REQUEST,
        REFUSED,
        /** A plugin had it thrown away, and its client told that it was accepted. */
        SHADOWED,
        FAILED
    }

    /** How a client that wants too much is held back. */
    public enum Brake {
        /** A request was refused as there was nothing left to spend. */
        REFUSED,
        /** A search was ended early. */
        CUT,
        /** A connection was not read for a moment. */
        PAUSED,
        /** A connection was turned away. */
        TURNED_AWAY
    }

    /** What clients say. */
    public enum Verb {
        EVENT,
        REQ,
        COUNT,
        CLOSE,
        AUTH,
        NEG_OPEN,
        NEG_MSG,
        NEG_CLOSE,
        /** What cannot be understood. */
        UNREADABLE
    }

    /** What can become of a call of the management API. */
    public enum CallOutcome {
        DONE,
        ERROR,
        FORBIDDEN,
        UNAUTHORIZED
    }

    private final MeterRegistry registry;
    private final Map<Outcome, Counter> events = new EnumMap<>(Outcome.class);
    private final Map<Reason.Prefix, Counter> refusals = new EnumMap<>(Reason.Prefix.class);
    private final Map<CallOutcome, Counter> managementCalls = new EnumMap<>(CallOutcome.class);
    private final Map<WriteRule, Counter> refusedByRule = new EnumMap<>(WriteRule.class);
    private final Map<WriteRule, Counter> loggedByRule = new EnumMap<>(WriteRule.class);
    private final AtomicLong trustedKeys;
    private final Map<Brake, Counter> brakes = new EnumMap<>(Brake.class);
    private final Counter moderated;
    private final Counter tooOld;
    private final Counter tooMuch;
    private final Timer reclaimed;
    private final AtomicLong checkpoints;
    private final AtomicLong lastBackup;
    private final AtomicLong connections;
    private final AtomicLong subscriptions;
    private final AtomicLong filterValues;
    private final AtomicLong streams;
    private final AtomicLong outboundBytes;
    private final Timer commit;
    private final Timer held;
    private final DistributionSummary batch;
    private final Timer searched;
    private final Timer reconciled;
    private final AtomicLong reconciliations;
    private final AtomicLong reconciledItems;
    private final Counter deliveries;
    private final Counter replayed;
    private final Map<Verb, Counter> received = new EnumMap<>(Verb.class);
    /** Held here, as the registry does not keep what it reads from. */
    private final List<StoreMeter> storeMeters = new CopyOnWriteArrayList<>();

    private final Timer toCommit;
    private final Timer toWire;
    private final Timer toEose;
    private final ReadMeters reads;
    private final PluginMeters plugin;
    private final Counter slowClosed;

    public RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            events.put(outcome, counter("souk.events", "Published events by outcome", "outcome", lower(outcome)));
        }
        for (Reason.Prefix prefix : Reason.Prefix.values()) {
            refusals.put(
                    prefix,
                    counter("souk.refusals", "OK false and CLOSED messages by prefix", "prefix", prefix.wire()));
        }
        for (CallOutcome outcome : CallOutcome.values()) {
            managementCalls.put(
                    outcome,
                    counter("souk.management.calls", "Management calls by outcome", "outcome", lower(outcome)));
        }
        for (Brake brake : Brake.values()) {
            brakes.put(
                    brake,
                    counter(
                            "souk.read.brakes",
                            "Times a client that wanted too much was held back",
                            "brake",
                            lower(brake)));
        }
        for (WriteRule rule : WriteRule.values()) {
            refusedByRule.put(rule, rule(rule, "refused"));
            loggedByRule.put(rule, rule(rule, "logged"));
        }
        trustedKeys = level("souk.trust.keys", "Authors whom the operators' follows lead to");
        moderated = Counter.builder("souk.events.moderated")
                .description("Stored events that were removed because they, or their authors, were banned")
                .register(registry);
        tooOld = counter("souk.events.retired", "Events that were kept long enough and left", "cause", "age");
        tooMuch = counter("souk.events.retired", "Events that were kept long enough and left", "cause", "max_bytes");
        reclaimed = timer("souk.store.reclaim", "Giving the space of retired events back");
        checkpoints = level("souk.checkpoints", "Checkpoints that commands hold, such as a backup");
        lastBackup =
                level("souk.backup.last", "When a backup of this process was finished last, in Unix seconds, or 0");
        connections = level("souk.connections", "Open sockets");
        subscriptions = level("souk.subscriptions", "Open subscriptions");
        filterValues = level("souk.filter.values", "Values in the filters of open subscriptions, 20 more for each");
        streams = level("souk.streams", "Open HTTP streams of extensions");
        outboundBytes = level("souk.outbound.bytes", "Bytes that wait to be sent, on all connections");
        commit = timer("souk.commit", "One group commit, sync included");
        held = timer("souk.commit.held", "What the writer waited after a commit for an extension that is far behind");
        batch = DistributionSummary.builder("souk.commit.events")
                .description("Events in one group commit")
                .register(registry);
        reconciled = timer("souk.negentropy.answer", "Work for the answer to one NEG-OPEN or NEG-MSG, without waits");
        reconciliations = level("souk.negentropy.sessions", "Open reconciliations");
        reconciledItems = level("souk.negentropy.items", "Items that are set aside for collected sets");
        searched = timer("souk.search", "One page of results from the search index");
        deliveries = counter("souk.deliveries", "Events handed to subscriptions", "source", "live");
        replayed = counter("souk.deliveries", "Events handed to subscriptions", "source", "stored");
        for (Verb verb : Verb.values()) {
            received.put(verb, counter("souk.messages.received", "Messages from clients", "verb", lower(verb)));
        }
        toCommit = timer("souk.event.to.commit", "From an event's arrival to the end of its commit");
        toWire = timer("souk.commit.to.wire", "From a commit to the last of its events handed to a socket");
        toEose = timer("souk.req.to.eose", "From a REQ to its EOSE, waits for the client included");
        reads = new ReadMeters(registry);
        plugin = new PluginMeters(registry);
        slowClosed = Counter.builder("souk.connections.too.slow")
                .description("Connections closed because they did not read what they asked for")
                .register(registry);
    }

    private Counter rule(WriteRule rule, String effect) {
        return Counter.builder("souk.write.rules")
                .description("Events that a rule of the operator refused, or would have refused and only logged")
                .tags(Tags.of("rule", rule.word(), "effect", effect))
                .register(registry);
    }

    private AtomicLong level(String name, String description) {
        AtomicLong level = new AtomicLong();
        Gauge.builder(name, level, AtomicLong::get).description(description).register(registry);
        return level;
    }

    private Counter counter(String name, String description, String label, String value) {
        return Counter.builder(name)
                .description(description)
                .tags(Tags.of(label, value))
                .register(registry);
    }

    private Timer timer(String name, String description) {
        return Latency.timer(registry, name, description);
    }

    private static String lower(Enum<?> outcome) {
        return outcome.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Where extensions may register meters of their own. */
    public MeterRegistry registry() {
        return registry;
    }

    public void event(Outcome outcome) {
        Objects.requireNonNull(events.get(outcome)).increment();
    }

    public void refusal(Reason reason) {
        Objects.requireNonNull(refusals.get(reason.prefix())).increment();
    }

    /** A rule has met an event; it was refused, or only logged. */
    public void rule(WriteRule rule, boolean isRefused) {
        Objects.requireNonNull((isRefused ? refusedByRule : loggedByRule).get(rule))
                .increment();
    }

    public void brake(Brake brake) {
        Objects.requireNonNull(brakes.get(brake)).increment();
    }

    public AtomicLong trustedKeys() {
        return trustedKeys;
    }

    public void managementCall(CallOutcome outcome) {
        Objects.requireNonNull(managementCalls.get(outcome)).increment();
    }

    public Counter moderated() {
        return moderated;
    }

    /** Events that left, for the sake of space or because they were too old. */
    public Counter retired(boolean isForSpace) {
        return isForSpace ? tooMuch : tooOld;
    }

    public Timer held() {
        return held;
    }

    public Timer reclaimed() {
        return reclaimed;
    }

    public AtomicLong checkpoints() {
        return checkpoints;
    }

    public AtomicLong lastBackup() {
        return lastBackup;
    }

    public AtomicLong connections() {
        return connections;
    }

    public AtomicLong subscriptions() {
        return subscriptions;
    }

    public AtomicLong filterValues() {
        return filterValues;
    }

    public AtomicLong streams() {
        return streams;
    }

    /** Bytes that wait in all sockets' outbound buffers. */
    public AtomicLong outboundBytes() {
        return outboundBytes;
    }

    public Timer commit() {
        return commit;
    }

    public DistributionSummary batch() {
        return batch;
    }

    public Timer reconciled() {
        return reconciled;
    }

    public AtomicLong reconciliations() {
        return reconciliations;
    }

    public AtomicLong reconciledItems() {
        return reconciledItems;
    }

    public Timer searched() {
        return searched;
    }

    public Counter deliveries() {
        return deliveries;
    }

    public Counter replayed() {
        return replayed;
    }

    /** A message has come. */
    public void received(Verb verb) {
        Objects.requireNonNull(received.get(verb)).increment();
    }

    public Timer toCommit() {
        return toCommit;
    }

    public Timer toWire() {
        return toWire;
    }

    public Timer toEose() {
        return toEose;
    }

    /** What questions cost. */
    public ReadMeters reads() {
        return reads;
    }

    /** What the operator's plugin is asked, and how it does. */
    public PluginMeters plugin() {
        return plugin;
    }

    public Counter slowClosed() {
        return slowClosed;
    }

    /** How full a queue is; {@code queue} names its stage. */
    public void queue(String queue, Collection<?> waiting) {
        gauge("souk.queue", "What waits at a stage", queue, waiting, Collection::size);
    }

    private <T> void gauge(String name, String description, String queue, T subject, ToDoubleFunction<T> value) {
        Gauge.builder(name, subject, value)
                .description(description)
                .tags("queue", queue)
                .register(registry);
    }

    /** What the store tells about its inner life. */
    public void store(StoreMeter meter) {
        storeMeters.add(meter);
        String name = "souk.store." + meter.name();
        if (meter.isTotal()) {
            FunctionCounter.builder(name, meter, one -> one.value().getAsDouble())
                    .description(meter.description())
                    .register(registry);
        } else {
            store(name, meter.description(), meter, one -> one.value().getAsDouble());
        }
    }

    /** Whether all is well, as a number, and what is not. */
    public void health(Health health) {
        store(
                "souk.healthy",
                "1 when nothing is wrong, 0 when something is",
                health,
                all -> all.problem().isEmpty() ? 1 : 0);
        for (Health.Part part : Health.Part.values()) {
            Gauge.builder("souk.trouble", health, all -> all.isInTrouble(part) ? 1 : 0)
                    .description("1 when this part of the work does not go")
                    .tags("part", lower(part))
                    .register(registry);
        }
    }

    /** A number of the store, read when the meters are. */
    public <T> void store(String name, String description, T subject, ToDoubleFunction<T> value) {
        Gauge.builder(name, subject, value).description(description).register(registry);
    }
}
