package dev.souk.relay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads. */
public final class Eventually {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Eventually() {}

    /** Returns as soon as the condition holds, and fails when it does not within {@link Patience#LIMIT}. */
    public static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Patience.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true in time: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
