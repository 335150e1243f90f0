package dev.souk.relay.mirror;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.relay.config.MirrorsConfig;
import dev.souk.relay.mirror.EndedException.Cause;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final long seed = Long.getLong("seed", 20_261_126);
    private final Backoff backoff = new Backoff(() -> MirrorsConfig.DEFAULT, new Random(seed));

    private void isAbout(Duration expected, Duration wait) {
        double ratio = (double) wait.toMillis() / expected.toMillis();
        assertTrue(ratio >= 0.5 && ratio <= 1.5, wait + " is not about " + expected + ", seed " + seed);
    }

    @Test
    void doublesUpToTheLongestWait() {
        for (int seconds = 1; seconds <= 256; seconds *= 2) {
            isAbout(Duration.ofSeconds(seconds), backoff.next(Cause.AWAY));
        }
        for (int i = 0; i < 100; i++) {
            isAbout(Duration.ofMinutes(5), backoff.next(Cause.AWAY));
        }
    }

    @Test
    void beginsAnewWhenItWentWell() {
        for (int i = 0; i < 10; i++) {
            backoff.next(Cause.AWAY);
        }
        backoff.reset();
        isAbout(Duration.ofSeconds(1), backoff.next(Cause.OURS));
    }

    @Test
    void isLongAtOnceForWhoMisbehaves() {
        isAbout(Duration.ofMinutes(5), backoff.next(Cause.MISBEHAVED));
        backoff.reset();
        isAbout(Duration.ofMinutes(5), backoff.next(Cause.UNWELCOME));
    }

    @Test
    void waitsOfTheSameLengthDiffer() {
        Set<Duration> waits = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            waits.add(backoff.next(Cause.MISBEHAVED));
        }
        assertTrue(waits.size() > 10, waits + ", seed " + seed);
    }
}
