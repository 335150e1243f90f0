package dev.souk.relay.extension;

import dev.souk.storage.FeedReader;
import java.time.Duration;

/** How far one extension has read, and how long the writer waits for it; nothing as long as it does not follow. */
final class Place implements FeedReader {
    /** What the writer waits with each event when the follower is as far behind as it may be. */
    private static final long MAX_HOLD_NANOS = Duration.ofMillis(1).toNanos();

    /** The longest wait after one commit, however large: the writer has to come round. */
    private static final long LONGEST_HOLD_NANOS = Duration.ofSeconds(1).toNanos();

    /** One that has not moved for so long is stuck, and nobody waits for it. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final RelayExtension extension;

    /** Written by the extension's thread, when it has taken a page in for good. */
    private volatile long read;

    private volatile long movedNanos = System.nanoTime();

    /** False while it takes in what was there before it came; written by the extension's thread and the writer. */
    private volatile boolean hasCaughtUp;

    Place(RelayExtension extension) {
        this.extension = extension;
    }

    RelayExtension extension() {
        return extension;
    }

    @Override
    public boolean mustSee(int kind) {
        return extension.mustSee(kind);
    }

    @Override
    public long place() {
        return read;
    }

    /** It begins to follow behind this change. */
    void beginAfter(long sequence) {
        read = sequence;
    }

    /**
     * What the writer waits after a commit of so many events.
     *
     * @param sequence of the last of them
     * @param nowNanos as {@link System#nanoTime} tells
     */
    long holdNanos(int events, long sequence, long nowNanos) {
        long lag = sequence - read;
        long free = extension.maxLag() / 2;
        if (lag <= free) {
            hasCaughtUp = true;
            return 0;
        }
        boolean isStuck = nowNanos - movedNanos > PATIENCE_NANOS;
        return hasCaughtUp && !isStuck ? Math.min(LONGEST_HOLD_NANOS, events * hold(lag - free, free)) : 0;
    }

    private static long hold(long excess, long range) {
        return (long) (MAX_HOLD_NANOS * Math.min(1.0, excess / (double) range));
    }

    /** The same follower, which leaves a trace here. */
    FeedFollower tracing(FeedFollower follower) {
        return new FeedFollower() {
            @Override
            public void changes(RelayAccess.Page page) {
                hasCaughtUp &= !page.startsAnew();
                follower.changes(page);
                read = page.next();
                movedNanos = System.nanoTime();
            }

            @Override
            public Duration idle() {
                return follower.idle();
            }
        };
    }
}
