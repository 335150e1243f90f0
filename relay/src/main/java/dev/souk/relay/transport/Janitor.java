package dev.souk.relay.transport;

import dev.souk.relay.metrics.Health.Pulse;
import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Looks at every connection of one event loop once a second: one timer for all is far lighter than timers for each.
 * Owned by its event loop.
 */
final class Janitor {
    /** Something that wants to know that time passes. */
    interface Watched {
        /** Called about once a second on the event loop. */
        void tick(long nowNanos);

        /** Closes it when its client's address is one of these. On the event loop. */
        void closeIf(Predicate<String> isBlocked);
    }

    private final Pulse pulse;
    private final Set<Watched> watched = new LinkedHashSet<>();

    @SuppressWarnings("FutureReturnValueIgnored") // It ends with its event loop.
    Janitor(EventLoop loop, Pulse pulse) {
        this.pulse = pulse;
        loop.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    void watch(Watched connection) {
        watched.add(connection);
    }

    void forget(Watched connection) {
        watched.remove(connection);
    }

    /** Closes what comes from one of these addresses. */
    void closeAll(Predicate<String> isBlocked) {
        List.copyOf(watched).forEach(connection -> connection.closeIf(isBlocked));
    }

    private void tick() {
        pulse.beat();
        long now = System.nanoTime();
        List.copyOf(watched).forEach(connection -> connection.tick(now));
    }
}
