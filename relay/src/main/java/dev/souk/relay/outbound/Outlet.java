package dev.souk.relay.outbound;

import java.util.List;

/** Where parcels for many connections leave together: one event loop. Thread-safe. */
public interface Outlet {
    /**
     * Hands over parcels, which leave in this order; each connection concerned is flushed once at the end.
     *
     * <p>Waits while too many parcels from other threads are still under way; never waits on the outlet's own thread.
     */
    default void post(List<Parcel> parcels) {
        post(parcels, () -> {});
    }

    /** The same; {@code afterwards} runs on the outlet's thread when they are written. */
    void post(List<Parcel> parcels, Runnable afterwards);
}
