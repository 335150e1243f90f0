package dev.souk.deploy.config;

import dev.souk.protocol.Filter;
import dev.souk.relay.config.NegentropyConfig;
import java.time.Duration;
import java.util.List;

/** {@code [negentropy]}. */
final class NegentropySection extends Section<NegentropyConfig> {
    private final Setting<NegentropyConfig, Boolean> enabled = addForStart(
            "enabled",
            new TrueOrFalse(),
            NegentropyConfig::enabled,
            "Whether clients may reconcile their events with the stored ones (NIP-77).");
    private final Setting<NegentropyConfig, List<Filter>> filters = addForStart(
            "filters",
            new FilterTexts(),
            NegentropyConfig::filters,
            "Filters whose sums are kept in the store, so that sets of any size can be reconciled; {} is all events.");
    private final Setting<NegentropyConfig, Integer> maxSessions = add(
            "max_sessions",
            WholeNumber.ints(1, 10_000, "reconciliations"),
            NegentropyConfig::maxSessions,
            "Open reconciliations of one connection.");
    final Setting<NegentropyConfig, Integer> maxItems = add(
            "max_items",
            WholeNumber.ints(1, 100_000_000, "events"),
            NegentropyConfig::maxItems,
            "Events that match another filter, at 41 bytes each; past it NEG-OPEN is blocked.");
    final Setting<NegentropyConfig, Integer> maxTotalItems = add(
            "max_total_items",
            WholeNumber.ints(1, 1_000_000_000, "events"),
            NegentropyConfig::maxTotalItems,
            "The same for all connections together.");
    private final Setting<NegentropyConfig, Integer> maxMessageBytes = add(
            "max_message_bytes",
            WholeNumber.ints(16_384, 8 << 20, "bytes"),
            NegentropyConfig::maxMessageBytes,
            "The longest NEG-MSG that is sent.");
    private final Setting<NegentropyConfig, Duration> timeout = add(
            "timeout",
            new Span(Duration.ofSeconds(1), Duration.ofDays(1)),
            NegentropyConfig::timeout,
            "Silence of the client after which its reconciliation is closed.");

    NegentropySection() {
        super(
                "negentropy",
                "How sets of events are reconciled (NIP-77).",
                NegentropyConfig.DEFAULT,
                config -> config.relay().negentropy());
    }

    @Override
    NegentropyConfig read(Values values) {
        return new NegentropyConfig(
                values.get(enabled),
                values.get(filters),
                values.get(maxSessions),
                values.get(maxItems),
                values.get(maxTotalItems),
                values.get(maxMessageBytes),
                values.get(timeout));
    }
}
