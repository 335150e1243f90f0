package dev.souk.relay.metrics;

import dev.souk.protocol.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
        FAILED
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
    private final Counter moderated;
    private final AtomicLong checkpoints;
    private final AtomicLong lastBackup;
    private final AtomicLong connections;
    private final AtomicLong subscriptions;
    private final AtomicLong streams;
    private final AtomicLong outboundBytes;
    private final Timer commit;
    private final DistributionSummary batch;
    private final Timer replay;
    private final Timer searched;
    private final Timer reconciled;
    private final AtomicLong reconciliations;
    private final AtomicLong reconciledItems;
    private final DistributionSummary rowsExamined;
    private final Counter deliveries;
    private final Counter replayed;
    private final Counter received;
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
        moderated = Counter.builder("souk.events.moderated")
                .description("Stored events that were removed because they, or their authors, were banned")
                .register(registry);
        checkpoints = level("souk.checkpoints", "Checkpoints that commands hold, such as a backup");
        lastBackup =
                level("souk.backup.last", "When a backup of this process was finished last, in Unix seconds, or 0");
        connections = level("souk.connections", "Open sockets");
        subscriptions = level("souk.subscriptions", "Open subscriptions");
        streams = level("souk.streams", "Open HTTP streams of extensions");
        outboundBytes = level("souk.outbound.bytes", "Bytes that wait to be sent, on all connections");
        commit = timer("souk.commit", "One group commit, sync included");
        batch = DistributionSummary.builder("souk.commit.events")
                .description("Events in one group commit")
                .register(registry);
        reconciled = timer("souk.negentropy.answer", "Work for the answer to one NEG-OPEN or NEG-MSG, without waits");
        reconciliations = level("souk.negentropy.sessions", "Open reconciliations");
        reconciledItems = level("souk.negentropy.items", "Items that are set aside for collected sets");
        replay = timer("souk.replay", "From a REQ to the end of its search, waiting for the client included");
        searched = timer("souk.search", "One page of results from the search index");
        rowsExamined = DistributionSummary.builder("souk.replay.rows")
                .description("Index rows and events that one REQ examined")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        deliveries = counter("souk.deliveries", "Events handed to subscriptions", "source", "live");
        replayed = counter("souk.deliveries", "Events handed to subscriptions", "source", "stored");
        received = Counter.builder("souk.messages.received")
                .description("Messages from clients")
                .register(registry);
        slowClosed = Counter.builder("souk.connections.too.slow")
                .description("Connections closed because they did not read what they asked for")
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
        return Timer.builder(name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
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

    public void managementCall(CallOutcome outcome) {
        Objects.requireNonNull(managementCalls.get(outcome)).increment();
    }

    public Counter moderated() {
        return moderated;
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

    public Timer replay() {
        return replay;
    }

    public Timer searched() {
        return searched;
    }

    public DistributionSummary rowsExamined() {
        return rowsExamined;
    }

    public Counter deliveries() {
        return deliveries;
    }

    public Counter replayed() {
        return replayed;
    }

    public Counter received() {
        return received;
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

    /** A number of the store, read when the meters are. */
    public <T> void store(String name, String description, T subject, ToDoubleFunction<T> value) {
        Gauge.builder(name, subject, value).description(description).register(registry);
    }
}
