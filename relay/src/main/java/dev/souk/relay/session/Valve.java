package dev.souk.relay.session;

import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.Connection;

/**
 * Whether a connection is read. Not while too many of its events wait for their answer; nor, until the next second begins,
 * when it goes on asking although it is told that nothing is left to spend. Owned by the connection's outlet thread.
 */
final class Valve {
    /** So many requests may be refused in a second, as a client may have had them all under way. */
    private static final int FREE_REFUSALS = 20;

    private final Connection connection;
    private final RelayMetrics metrics;
    private boolean hasTooManyEvents;
    private boolean asksInVain;
    private int refusals;

    Valve(Connection connection, RelayMetrics metrics) {
        this.connection = connection;
        this.metrics = metrics;
    }

    /** True when it was not closed for that before. */
    boolean closeForEvents() {
        boolean isNew = !hasTooManyEvents;
        hasTooManyEvents = true;
        connection.setReading(false);
        return isNew;
    }

    void openForEvents() {
        if (hasTooManyEvents) {
            hasTooManyEvents = false;
            connection.setReading(!asksInVain);
        }
    }

    /** A request was refused because nothing is left. */
    void refused() {
        metrics.brake(RelayMetrics.Brake.REFUSED);
        refusals++;
        if (refusals > FREE_REFUSALS && !asksInVain) {
            asksInVain = true;
            metrics.brake(RelayMetrics.Brake.PAUSED);
            connection.setReading(false);
        }
    }

    /** A second has passed. */
    void tick() {
        refusals = 0;
        if (asksInVain) {
            asksInVain = false;
            connection.setReading(!hasTooManyEvents);
        }
    }
}
