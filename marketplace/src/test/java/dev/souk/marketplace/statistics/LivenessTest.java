package dev.souk.marketplace.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long DAY = 86_400;
    private static final long MIDNIGHT = 20_000 * DAY;

    private final Map<Long, SlotBitmap> days = new HashMap<>();

    private void beat(long at) {
        days.merge(SlotBitmap.dayOf(at), SlotBitmap.SILENT.with(at), SlotBitmap::or);
    }

    private OptionalInt uptime(long firstSeen, long now) {
        return Liveness.permille(firstSeen, now, day -> days.getOrDefault(day, SlotBitmap.SILENT));
    }

    @Test
    void aBeatInEverySlotIsAThousand() {
        for (long at = MIDNIGHT - 40 * DAY; at < MIDNIGHT; at += 300) {
            beat(at + 7);
        }

        assertEquals(OptionalInt.of(1_000), uptime(MIDNIGHT - 40 * DAY, MIDNIGHT));
        assertEquals(OptionalInt.of(1_000), uptime(MIDNIGHT - 2 * DAY - 77, MIDNIGHT));
    }

    @Test
    void onlyThirtyDaysAreLookedAt() {
        beat(MIDNIGHT - 31 * DAY);
        assertEquals(OptionalInt.of(0), uptime(MIDNIGHT - 31 * DAY, MIDNIGHT));
    }

    @Test
    void whoCameLaterIsJudgedFromThenOn() {
        beat(MIDNIGHT);
        beat(MIDNIGHT + 300);

        assertEquals(OptionalInt.of(1_000), uptime(MIDNIGHT + 20, MIDNIGHT + 600));
        assertEquals(OptionalInt.of(500), uptime(MIDNIGHT + 20, MIDNIGHT + 1_200));
    }

    @Test
    void theRunningSlotIsNotJudged() {
        beat(MIDNIGHT);

        assertEquals(OptionalInt.empty(), uptime(MIDNIGHT, MIDNIGHT + 299));
        assertEquals(OptionalInt.of(1_000), uptime(MIDNIGHT, MIDNIGHT + 300));
        assertEquals(OptionalInt.empty(), uptime(MIDNIGHT + 900, MIDNIGHT));
    }

    @Test
    void theSharesAreThoseOfTheSlotsCountedOneByOne() {
        Random random = RandomJobs.random();
        for (int i = 0; i < 4_000; i++) {
            beat(MIDNIGHT - random.nextLong(45 * DAY));
        }
        for (int i = 0; i < 300; i++) {
            long now = MIDNIGHT - random.nextLong(DAY);
            long first = now - random.nextLong(40 * DAY);
            assertEquals(countedOneByOne(first, now), uptime(first, now));
        }
    }

    private OptionalInt countedOneByOne(long first, long now) {
        long end = Math.floorDiv(now, 300L);
        long slots = 0;
        long heard = 0;
        for (long slot = Math.max(Math.floorDiv(first, 300L), end - 30 * 288); slot < end; slot++) {
            slots++;
            SlotBitmap day = days.getOrDefault(SlotBitmap.dayOf(slot * 300), SlotBitmap.SILENT);
            heard += day.with(slot * 300).equals(day) ? 1 : 0;
        }
        return slots == 0 ? OptionalInt.empty() : OptionalInt.of((int) (1_000 * heard / slots));
    }

    @Test
    void signsComeInAnyOrderAndTwice() {
        SlotBitmap one = SlotBitmap.SILENT.with(0).with(299).with(86_399);
        SlotBitmap other = SlotBitmap.SILENT.with(86_399).or(SlotBitmap.SILENT.with(1));

        assertEquals(one, other);
        assertEquals(2, one.count());
        assertSame(one, one.with(150));
    }

    @Test
    void aDayIsThirtySixBytes() {
        SlotBitmap day = SlotBitmap.SILENT.with(0).with(86_399);

        assertEquals(36, day.encode().length);
        assertEquals(36, SlotBitmap.SILENT.encode().length);
        assertEquals(day, SlotBitmap.decode(day.encode()));
        assertArrayEquals(day.encode(), SlotBitmap.decode(day.encode()).encode());
        assertThrows(UnreadableRowException.class, () -> SlotBitmap.decode(new byte[35]));
    }
}
