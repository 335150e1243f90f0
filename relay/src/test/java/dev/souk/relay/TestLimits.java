package dev.souk.relay;

import dev.souk.relay.config.LimitsConfig;
import java.time.Duration;

/** Limits that differ in what a test is about. */
final class TestLimits {
    private int maxMessageBytes;
    private int maxConnections;
    private int maxSubscriptions;
    private int maxFilters;
    private int maxFilterValues;
    private long maxTotalValues;
    private int maxLimit;
    private int defaultLimit;
    private int maxEventTags;
    private int maxContentCharacters;
    private int maxPendingEvents;
    private int maxPendingReplays;
    private long maxRowsExamined;
    private long maxRowsCounted;
    private Duration maxReplayTime;
    private long maxOutboundBytes;
    private long maxTotalOutboundBytes;
    private Duration handshakeTimeout;
    private Duration pingInterval;
    private Duration idleTimeout;
    private Duration stallTimeout;

    TestLimits() {
        LimitsConfig from = LimitsConfig.DEFAULT;
        maxMessageBytes = from.maxMessageBytes();
        maxConnections = from.maxConnections();
        maxSubscriptions = from.maxSubscriptions();
        maxFilters = from.maxFilters();
        maxFilterValues = from.maxFilterValues();
        maxTotalValues = from.maxTotalValues();
        maxLimit = from.maxLimit();
        defaultLimit = from.defaultLimit();
        maxEventTags = from.maxEventTags();
        maxContentCharacters = from.maxContentCharacters();
        maxPendingEvents = from.maxPendingEvents();
        maxPendingReplays = from.maxPendingReplays();
        maxRowsExamined = from.maxRowsExamined();
        maxRowsCounted = from.maxRowsCounted();
        maxReplayTime = from.maxReplayTime();
        maxOutboundBytes = from.maxOutboundBytes();
        maxTotalOutboundBytes = from.maxTotalOutboundBytes();
        handshakeTimeout = from.handshakeTimeout();
        pingInterval = from.pingInterval();
        idleTimeout = from.idleTimeout();
        stallTimeout = from.stallTimeout();
    }

    /** How many events a filter is answered with: without a limit of its own, and at most. */
    TestLimits results(int byDefault, int atMost) {
        return defaultLimit(byDefault).maxLimit(atMost);
    }

    TestLimits maxMessageBytes(int value) {
        maxMessageBytes = value;
        return this;
    }

    TestLimits maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    TestLimits maxSubscriptions(int value) {
        maxSubscriptions = value;
        return this;
    }

    TestLimits maxFilters(int value) {
        maxFilters = value;
        return this;
    }

    TestLimits maxFilterValues(int value) {
        maxFilterValues = value;
        return this;
    }

    TestLimits maxLimit(int value) {
        maxLimit = value;
        return this;
    }

    TestLimits defaultLimit(int value) {
        defaultLimit = value;
        return this;
    }

    TestLimits maxEventTags(int value) {
        maxEventTags = value;
        return this;
    }

    TestLimits maxContentCharacters(int value) {
        maxContentCharacters = value;
        return this;
    }

    TestLimits maxPendingEvents(int value) {
        maxPendingEvents = value;
        return this;
    }

    TestLimits maxTotalValues(long value) {
        maxTotalValues = value;
        return this;
    }

    TestLimits maxPendingReplays(int value) {
        maxPendingReplays = value;
        return this;
    }

    TestLimits maxRowsExamined(long value) {
        maxRowsExamined = value;
        return this;
    }

    TestLimits maxRowsCounted(long value) {
        maxRowsCounted = value;
        return this;
    }

    TestLimits maxReplayTime(Duration value) {
        maxReplayTime = value;
        return this;
    }

    TestLimits maxOutboundBytes(long value) {
        maxOutboundBytes = value;
        return this;
    }

    TestLimits maxTotalOutboundBytes(long value) {
        maxTotalOutboundBytes = value;
        return this;
    }

    TestLimits handshakeTimeout(Duration value) {
        handshakeTimeout = value;
        return this;
    }

    TestLimits pingInterval(Duration value) {
        pingInterval = value;
        return this;
    }

    TestLimits idleTimeout(Duration value) {
        idleTimeout = value;
        return this;
    }

    TestLimits stallTimeout(Duration value) {
        stallTimeout = value;
        return this;
    }

    LimitsConfig build() {
        return new LimitsConfig(
                maxMessageBytes,
                maxConnections,
                maxSubscriptions,
                maxFilters,
                maxFilterValues,
                maxTotalValues,
                maxLimit,
                defaultLimit,
                maxEventTags,
                maxContentCharacters,
                maxPendingEvents,
                maxPendingReplays,
                maxRowsExamined,
                maxRowsCounted,
                maxReplayTime,
                maxOutboundBytes,
                maxTotalOutboundBytes,
                handshakeTimeout,
                pingInterval,
                idleTimeout,
                stallTimeout);
    }
}
