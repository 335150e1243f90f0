package dev.souk.relay;

import dev.souk.relay.config.LimitsConfig;

/** The default limits, but for what a test says. */
final class TestLimits {
    private int maxMessageBytes = LimitsConfig.DEFAULT.maxMessageBytes();
    private int maxSubscriptions = LimitsConfig.DEFAULT.maxSubscriptions();
    private int maxLimit = LimitsConfig.DEFAULT.maxLimit();
    private int defaultLimit = LimitsConfig.DEFAULT.defaultLimit();
    private int maxEventTags = LimitsConfig.DEFAULT.maxEventTags();
    private int maxContentCharacters = LimitsConfig.DEFAULT.maxContentCharacters();
    private long maxRowsExamined = LimitsConfig.DEFAULT.maxRowsExamined();

    TestLimits maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    TestLimits maxSubscriptions(int count) {
        maxSubscriptions = count;
        return this;
    }

    /** How many events a filter is answered with: without a limit of its own, and at most. */
    TestLimits results(int byDefault, int atMost) {
        defaultLimit = byDefault;
        maxLimit = atMost;
        return this;
    }

    TestLimits maxEventTags(int count) {
        maxEventTags = count;
        return this;
    }

    TestLimits maxContentCharacters(int count) {
        maxContentCharacters = count;
        return this;
    }

    TestLimits maxRowsExamined(long count) {
        maxRowsExamined = count;
        return this;
    }

    LimitsConfig build() {
        LimitsConfig others = LimitsConfig.DEFAULT;
        return new LimitsConfig(
                maxMessageBytes,
                others.maxConnections(),
                maxSubscriptions,
                others.maxFilters(),
                others.maxFilterValues(),
                maxLimit,
                defaultLimit,
                maxEventTags,
                maxContentCharacters,
                others.maxPendingEvents(),
                others.maxPendingReplays(),
                maxRowsExamined,
                others.maxReplayTime(),
                others.maxOutboundBytes(),
                others.maxTotalOutboundBytes(),
                others.handshakeTimeout(),
                others.pingInterval(),
                others.idleTimeout(),
                others.stallTimeout());
    }
}
