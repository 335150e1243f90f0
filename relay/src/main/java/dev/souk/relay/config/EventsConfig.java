package dev.souk.relay.config;

import java.time.Duration;
import java.util.List;

/**
 * Which events are accepted.
 *
 * @param extraKinds ranges of kinds above 65535 that are accepted as regular events
 * @param maxFuture how far {@code created_at} may lie ahead of the relay's clock
 * @param maxAge how far it may lie back; zero for no limit
 * @param minPow bits of work that an event needs (NIP-13); 0 for none
 */
public record EventsConfig(List<KindRange> extraKinds, Duration maxFuture, Duration maxAge, int minPow) {
    /** The job drafts' kinds, a quarter of an hour ahead, no limit back. */
    public static final EventsConfig DEFAULT =
            new EventsConfig(List.of(new KindRange(65_536, 69_999)), Duration.ofMinutes(15), Duration.ZERO, 0);

    public EventsConfig {
        extraKinds = List.copyOf(extraKinds);
    }

    /** True when {@code kind} may be published. */
    public boolean accepts(int kind) {
        return kind <= 65_535 || extraKinds.stream().anyMatch(range -> range.contains(kind));
    }
}
