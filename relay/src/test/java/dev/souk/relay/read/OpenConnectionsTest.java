package dev.souk.relay.read;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** So many at a time, and no fewer. */
class OpenConnectionsTest {
    private static final String HOME = "198.51.100.1";
    private static final int TRIES = 200_000;

    private final OpenConnections open = new OpenConnections();

    @Test
    void refusesOneMoreThanThereMayBe() {
        assertTrue(open.enter(HOME, 2));
        assertTrue(open.enter(HOME, 2));
        assertFalse(open.enter(HOME, 2));
        assertTrue(open.enter("203.0.113.9", 2));
        open.leave(HOME);
        assertTrue(open.enter(HOME, 2));
    }

    @Test
    void whoIsRefusedIsInNobodysWay() throws InterruptedException {
        assertTrue(open.enter(HOME, 1));
        AtomicBoolean isOver = new AtomicBoolean();
        Thread refused = Thread.ofPlatform().start(() -> {
            while (!isOver.get()) {
                open.enter(HOME, 1);
            }
        });
        try {
            for (int i = 0; i < TRIES; i++) {
                assertTrue(open.enter(HOME, 2), "there is room for a second one");
                open.leave(HOME);
            }
        } finally {
            isOver.set(true);
            refused.join();
        }
    }
}
