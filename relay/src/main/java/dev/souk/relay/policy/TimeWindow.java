package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.EventsConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Refuses events whose {@code created_at} lies too far from now (NIP-11, created_at_lower_limit and upper). The wraps of
 * NIP-59 are dated back by up to two days, so that nobody can tell when they were made.
 */
public final class TimeWindow implements EventPolicy {
    private static final long BLUR_SECONDS = Duration.ofDays(2).toSeconds();

    private final Supplier<EventsConfig> events;
    private final InstantSource clock;

    public TimeWindow(Supplier<EventsConfig> events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        long maxFutureSeconds = events.get().maxFuture().toSeconds();
        long maxAgeSeconds = events.get().maxAge().toSeconds();
        long age = clock.instant().getEpochSecond() - event.createdAt();
        if (-age > maxFutureSeconds) {
            return reject(
                    "created_at is " + -age + " seconds in the future, at most " + maxFutureSeconds + " are accepted");
        }
        long maxAge = maxAgeSeconds + (isWrap(event.kind()) ? BLUR_SECONDS : 0);
        if (maxAgeSeconds > 0 && age > maxAge) {
            return reject("created_at is " + age + " seconds ago, at most " + maxAge + " are accepted");
        }
        return Verdict.ACCEPT;
    }

    private static boolean isWrap(int kind) {
        return kind == 1_059 || kind == 21_059;
    }

    private static Verdict reject(String text) {
        return new Verdict.Reject(Reason.invalid(text));
    }
}
