package dev.souk.relay.config;

/**
 * How work is spread, and how much may wait at each stage.
 *
 * @param verify threads that check ids and signatures
 * @param replay threads that answer REQs from the store
 * @param verifyQueue events waiting for a check; past it they are refused as {@code error:} and may be sent again
 * @param writerQueue checked events waiting for the writer; past it the checking waits
 * @param liveQueue changes waiting for fan-out; past it the writer waits
 * @param maxBatch events in one commit
 * @param recentBytes JSON of the latest events kept in memory for subscriptions that come over from replay
 */
public record ThreadsConfig(
        int verify, int replay, int verifyQueue, int writerQueue, int liveQueue, int maxBatch, long recentBytes) {
    /** For two cores. */
    public static final ThreadsConfig DEFAULT = new ThreadsConfig(2, 2, 8_192, 8_192, 16_384, 1_000, 4L << 20);
}
