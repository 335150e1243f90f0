package dev.souk.relay.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long the writer waits for a follower that is behind. */
class PlaceTest {
    private static final int EVENTS = 200;

    private final Place place = new Place(new RelayExtension() {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public long maxLag() {
            return 1_000;
        }
    });
    private final FeedFollower follower = place.tracing(page -> {});

    private Duration hold(long sequence) {
        return hold(sequence, Duration.ZERO);
    }

    private Duration hold(long sequence, Duration later) {
        return Duration.ofNanos(place.holdNanos(EVENTS, sequence, System.nanoTime() + later.toNanos()));
    }

    private void readUpTo(long sequence, boolean startsAnew) {
        follower.changes(new RelayAccess.Page(List.of(), startsAnew, sequence));
    }

    @Test
    void isNoTimeUpToHalfOfWhatItMayBeBehind() {
        readUpTo(100, false);
        assertEquals(Duration.ZERO, hold(100));
        assertEquals(Duration.ZERO, hold(600));
    }

    @Test
    void growsFromThereToAMillisecondForEachEventAndNoFurther() {
        readUpTo(100, false);
        hold(100);
        assertEquals(Duration.ofMillis(EVENTS / 2), hold(850));
        assertEquals(Duration.ofMillis(EVENTS), hold(1_100));
        assertEquals(Duration.ofMillis(EVENTS), hold(100_000));
    }

    @Test
    void isNoMoreThanASecondHoweverManyEventsWereCommitted() {
        readUpTo(100, false);
        hold(100);
        assertEquals(Duration.ofSeconds(1), Duration.ofNanos(place.holdNanos(100_000, 1_100, System.nanoTime())));
    }

    @Test
    void isNoTimeBeforeItHasCaughtUpForTheFirstTime() {
        assertEquals(Duration.ZERO, hold(5_000_000));
        readUpTo(4_000_000, false);
        assertEquals(Duration.ZERO, hold(5_000_000));
        readUpTo(5_000_000, false);
        assertEquals(Duration.ZERO, hold(5_000_000));
        assertEquals(Duration.ofMillis(EVENTS), hold(5_001_000));
    }

    @Test
    void isNoTimeWhileItStartsAnew() {
        readUpTo(1_000, false);
        hold(1_000);
        readUpTo(10, true);
        assertEquals(Duration.ZERO, hold(2_000));
    }

    @Test
    void isNoTimeForOneThatDoesNotMove() {
        readUpTo(100, false);
        hold(100);
        assertEquals(Duration.ofMillis(EVENTS), hold(2_000, Duration.ofSeconds(9)));
        assertEquals(Duration.ZERO, hold(2_000, Duration.ofSeconds(11)));
    }
}
