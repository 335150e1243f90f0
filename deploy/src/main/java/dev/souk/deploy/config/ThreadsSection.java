package dev.souk.deploy.config;

import dev.souk.relay.config.ThreadsConfig;

/** {@code [threads]}. */
final class ThreadsSection extends Section<ThreadsConfig> {
    private static final int MAX_QUEUE = 10_000_000;

    private final Setting<ThreadsConfig, Integer> verify = addForStart(
            "verify",
            WholeNumber.ints(1, 256, "threads"),
            ThreadsConfig::verify,
            "Threads that check ids and signatures.");
    private final Setting<ThreadsConfig, Integer> replay = addForStart(
            "replay",
            WholeNumber.ints(1, 256, "threads"),
            ThreadsConfig::replay,
            "Threads that answer REQs from the store.");
    private final Setting<ThreadsConfig, Integer> verifyQueue = addForStart(
            "verify_queue",
            WholeNumber.ints(1, MAX_QUEUE, "events"),
            ThreadsConfig::verifyQueue,
            "Events waiting for a check; past it they are refused as error: and may be sent again.");
    final Setting<ThreadsConfig, Integer> writerQueue = addForStart(
            "writer_queue",
            WholeNumber.ints(1, MAX_QUEUE, "events"),
            ThreadsConfig::writerQueue,
            "Checked events waiting for the writer; past it the checking waits.");
    private final Setting<ThreadsConfig, Integer> liveQueue = addForStart(
            "live_queue",
            WholeNumber.ints(1, MAX_QUEUE, "changes"),
            ThreadsConfig::liveQueue,
            "Changes waiting for fan-out; past it the writer waits.");
    final Setting<ThreadsConfig, Integer> maxBatch = addForStart(
            "max_batch", WholeNumber.ints(1, 100_000, "events"), ThreadsConfig::maxBatch, "Events in one commit.");
    private final Setting<ThreadsConfig, Long> recentBytes = addForStart(
            "recent_bytes",
            new WholeNumber(1L << 20, 1L << 36, "bytes"),
            ThreadsConfig::recentBytes,
            "JSON of the latest events kept in memory for subscriptions that come over from replay.");

    ThreadsSection() {
        super(
                "threads",
                "How work is spread, and how much may wait at each stage.",
                ThreadsConfig.DEFAULT,
                config -> config.relay().threads());
    }

    @Override
    ThreadsConfig read(Values values) {
        return new ThreadsConfig(
                values.get(verify),
                values.get(replay),
                values.get(verifyQueue),
                values.get(writerQueue),
                values.get(liveQueue),
                values.get(maxBatch),
                values.get(recentBytes));
    }
}
