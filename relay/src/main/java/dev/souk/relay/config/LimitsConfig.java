package dev.souk.relay.config;

import java.time.Duration;

/**
 * What one client may ask of the relay, and all of them together. What NIP-11 has a field for is advertised.
 *
 * @param maxMessageBytes longest message acted upon, from {@code [} to {@code ]}; also the largest frame
 * @param maxConnections open sockets, all clients together
 * @param maxSubscriptions open subscriptions on one connection
 * @param maxFilters filters in one REQ
 * @param maxFilterValues values in all lists of one filter together
 * @param maxTotalValues values in the filters of all open subscriptions, of which a subscription and a filter count 20 each,
 *     and 50 characters one more; one address may have a quarter of it
 * @param maxLimit a filter's limit is clamped to this
 * @param defaultLimit a filter without a limit gets this one
 * @param maxEventTags tags of one event
 * @param maxContentCharacters Unicode characters of one event's content
 * @param maxPendingEvents events of one connection that wait for their OK; past it the socket is not read
 * @param maxPendingReplays REQs that wait or run, all connections together; past it a REQ is CLOSED
 * @param maxRowsExamined index rows one REQ may examine; past it EOSE comes without {@code finish}
 * @param maxRowsCounted index rows one COUNT may examine, where an event that must be read stands for 20; past it the
 *     count is approximate
 * @param maxReplayTime how long one REQ may take to be answered, a slow reader included; past it it is CLOSED
 * @param maxOutboundBytes bytes waiting to be sent on one connection; a live event past it closes the connection
 * @param maxTotalOutboundBytes bytes waiting to be sent on all connections; past it the laggards are closed
 * @param handshakeTimeout from accept to the end of the WebSocket handshake; and from the decision to close to the end of the
 *     closing one
 * @param pingInterval silence after which a ping is sent
 * @param idleTimeout silence, pongs included, after which the connection is closed
 * @param stallTimeout how long waiting bytes may make no progress before the connection is closed
 */
public record LimitsConfig(
        int maxMessageBytes,
        int maxConnections,
        int maxSubscriptions,
        int maxFilters,
        int maxFilterValues,
        long maxTotalValues,
        int maxLimit,
        int defaultLimit,
        int maxEventTags,
        int maxContentCharacters,
        int maxPendingEvents,
        int maxPendingReplays,
        long maxRowsExamined,
        long maxRowsCounted,
        Duration maxReplayTime,
        long maxOutboundBytes,
        long maxTotalOutboundBytes,
        Duration handshakeTimeout,
        Duration pingInterval,
        Duration idleTimeout,
        Duration stallTimeout) {
    /** What clients of other public relays are used to. */
    public static final LimitsConfig DEFAULT = new LimitsConfig(
            131_072,
            10_000,
            200,
            200,
            10_000,
            4_000_000,
            5_000,
            500,
            2_000,
            102_400,
            1_000,
            2_000,
            1_000_000,
            100_000,
            Duration.ofMinutes(5),
            16L << 20,
            256L << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(55),
            Duration.ofSeconds(150),
            Duration.ofSeconds(60));
}
