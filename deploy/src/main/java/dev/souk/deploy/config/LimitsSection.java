package dev.souk.deploy.config;

import dev.souk.relay.config.LimitsConfig;
import java.time.Duration;

/** {@code [limits]}. */
final class LimitsSection extends Section<LimitsConfig> {
    private static final Duration HOUR = Duration.ofHours(1);

    final Setting<LimitsConfig, Integer> maxMessageBytes = add(
            "max_message_bytes",
            WholeNumber.ints(1024, 64 << 20, "bytes"),
            LimitsConfig::maxMessageBytes,
            "The longest message that is acted upon, from [ to ]; also the largest frame.");
    private final Setting<LimitsConfig, Integer> maxConnections = add(
            "max_connections",
            WholeNumber.ints(1, 1_000_000, "connections"),
            LimitsConfig::maxConnections,
            "Open connections, all clients together.");
    private final Setting<LimitsConfig, Integer> maxSubscriptions = add(
            "max_subscriptions",
            WholeNumber.ints(1, 100_000, "subscriptions"),
            LimitsConfig::maxSubscriptions,
            "Open subscriptions on one connection.");
    private final Setting<LimitsConfig, Integer> maxFilters =
            add("max_filters", WholeNumber.ints(1, 10_000, "filters"), LimitsConfig::maxFilters, "Filters in one REQ.");
    private final Setting<LimitsConfig, Integer> maxFilterValues = add(
            "max_filter_values",
            WholeNumber.ints(1, 1_000_000, "values"),
            LimitsConfig::maxFilterValues,
            "Values in all lists of one filter together.");
    private final Setting<LimitsConfig, Long> maxTotalValues = add(
            "max_total_values",
            new WholeNumber(1_000, 1_000_000_000_000L, "values"),
            LimitsConfig::maxTotalValues,
            "Values in the filters of all open subscriptions, 20 more for each filter; one address may have a quarter.");
    final Setting<LimitsConfig, Integer> maxLimit = add(
            "max_limit",
            WholeNumber.ints(1, 1_000_000, "events"),
            LimitsConfig::maxLimit,
            "A filter's limit is clamped to this.");
    final Setting<LimitsConfig, Integer> defaultLimit = add(
            "default_limit",
            WholeNumber.ints(1, 1_000_000, "events"),
            LimitsConfig::defaultLimit,
            "The limit of a filter that has none.");
    private final Setting<LimitsConfig, Integer> maxEventTags = add(
            "max_event_tags", WholeNumber.ints(0, 100_000, "tags"), LimitsConfig::maxEventTags, "Tags of one event.");
    final Setting<LimitsConfig, Integer> maxContentCharacters = add(
            "max_content_characters",
            WholeNumber.ints(0, 64 << 20, "characters"),
            LimitsConfig::maxContentCharacters,
            "Unicode characters of one event's content.");
    private final Setting<LimitsConfig, Integer> maxPendingEvents = add(
            "max_pending_events",
            WholeNumber.ints(1, 1_000_000, "events"),
            LimitsConfig::maxPendingEvents,
            "Events of one connection that wait for their OK; past it the connection is not read.");
    private final Setting<LimitsConfig, Integer> maxPendingReplays = add(
            "max_pending_replays",
            WholeNumber.ints(1, 1_000_000, "REQs"),
            LimitsConfig::maxPendingReplays,
            "REQs that wait or run, all connections together; past it a REQ is CLOSED.");
    private final Setting<LimitsConfig, Long> maxRowsExamined = add(
            "max_rows_examined",
            new WholeNumber(1_000, 1_000_000_000_000L, "rows"),
            LimitsConfig::maxRowsExamined,
            "Index rows one REQ may examine; past it EOSE comes without finish.");
    private final Setting<LimitsConfig, Long> maxRowsCounted = add(
            "max_rows_counted",
            new WholeNumber(1_000, 1_000_000_000_000L, "rows"),
            LimitsConfig::maxRowsCounted,
            "Index rows one COUNT may examine, an event that must be read standing for 20; past it the count is"
                    + " approximate.");
    private final Setting<LimitsConfig, Duration> maxReplayTime = add(
            "max_replay_time",
            new Span(Duration.ofSeconds(1), Duration.ofDays(1)),
            LimitsConfig::maxReplayTime,
            "How long one REQ may take to be answered, a slow reader included; past it it is CLOSED.");
    final Setting<LimitsConfig, Long> maxOutboundBytes = add(
            "max_outbound_bytes",
            new WholeNumber(65_536, 1L << 32, "bytes"),
            LimitsConfig::maxOutboundBytes,
            "Bytes waiting to be sent on one connection; a live event past it closes the connection.");
    final Setting<LimitsConfig, Long> maxTotalOutboundBytes = add(
            "max_total_outbound_bytes",
            new WholeNumber(65_536, 1L << 40, "bytes"),
            LimitsConfig::maxTotalOutboundBytes,
            "Bytes waiting to be sent on all connections; past it the laggards are closed.");
    private final Setting<LimitsConfig, Duration> handshakeTimeout = add(
            "handshake_timeout",
            new Span(Duration.ofMillis(100), HOUR),
            LimitsConfig::handshakeTimeout,
            "From accept to the end of the WebSocket handshake, and from the decision to close to the end of the closing one.");
    final Setting<LimitsConfig, Duration> pingInterval = add(
            "ping_interval",
            new Span(Duration.ofSeconds(1), Duration.ofDays(1)),
            LimitsConfig::pingInterval,
            "Silence after which a ping is sent.");
    final Setting<LimitsConfig, Duration> idleTimeout = add(
            "idle_timeout",
            new Span(Duration.ofSeconds(1), Duration.ofDays(1)),
            LimitsConfig::idleTimeout,
            "Silence, pongs included, after which a connection is closed.");
    private final Setting<LimitsConfig, Duration> stallTimeout = add(
            "stall_timeout",
            new Span(Duration.ofSeconds(1), HOUR),
            LimitsConfig::stallTimeout,
            "How long waiting bytes may make no progress before the connection is closed.");

    LimitsSection() {
        super(
                "limits",
                "What one client may ask, and all of them together. What NIP-11 has a field for is advertised.",
                LimitsConfig.DEFAULT,
                config -> config.relay().limits());
    }

    @Override
    LimitsConfig read(Values values) {
        return new LimitsConfig(
                values.get(maxMessageBytes),
                values.get(maxConnections),
                values.get(maxSubscriptions),
                values.get(maxFilters),
                values.get(maxFilterValues),
                values.get(maxTotalValues),
                values.get(maxLimit),
                values.get(defaultLimit),
                values.get(maxEventTags),
                values.get(maxContentCharacters),
                values.get(maxPendingEvents),
                values.get(maxPendingReplays),
                values.get(maxRowsExamined),
                values.get(maxRowsCounted),
                values.get(maxReplayTime),
                values.get(maxOutboundBytes),
                values.get(maxTotalOutboundBytes),
                values.get(handshakeTimeout),
                values.get(pingInterval),
                values.get(idleTimeout),
                values.get(stallTimeout));
    }
}
