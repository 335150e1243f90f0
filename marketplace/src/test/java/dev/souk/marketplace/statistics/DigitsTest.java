package dev.souk.marketplace.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DigitsTest {
    private static long rounded(long value) {
        return Digits.valueOf(Digits.codeOf(value));
    }

    @Test
    void threeDigitsAreKept() {
        assertEquals(0, rounded(-5));
        assertEquals(999, rounded(999));
        assertEquals(1_000, rounded(1_000));
        assertEquals(1_000, rounded(1_004));
        assertEquals(1_010, rounded(1_005));
        assertEquals(10_000, rounded(9_995));
        assertEquals(9_990, rounded(9_994));
        assertEquals(2_100_000_000_000_000_000L, rounded(2_100_000_000_000_000_000L));
        assertEquals(9_220_000_000_000_000_000L, rounded(Long.MAX_VALUE));
        assertEquals(Digits.MAX_CODE, Digits.codeOf(Long.MAX_VALUE));
    }

    @Test
    void everyCodeStandsForOneNumberInTheSameOrder() {
        long before = -1;
        for (int code = 0; code <= Digits.MAX_CODE; code++) {
            long value = Digits.valueOf(code);
            assertTrue(value > before);
            assertEquals(code, Digits.codeOf(value));
            before = value;
        }
    }

    @Test
    void theErrorIsAtMostHalfAPercent() {
        Random random = RandomJobs.random();
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> 1 + random.nextInt(60);
            assertTrue(Math.abs(rounded(value) - value) <= value * 0.005, () -> value + " -> " + rounded(value));
        }
    }
}
