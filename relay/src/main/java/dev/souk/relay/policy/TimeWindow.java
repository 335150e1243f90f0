package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.EventsConfig;
import java.time.InstantSource;

/** Refuses events whose {@code created_at} lies too far from now (NIP-11, created_at_lower_limit and upper). */
public final class TimeWindow implements EventPolicy {
    private final long maxFutureSeconds;
    private final long maxAgeSeconds;
    private final InstantSource clock;

    public TimeWindow(EventsConfig events, InstantSource clock) {
        this.maxFutureSeconds = events.maxFuture().toSeconds();
        this.maxAgeSeconds = events.maxAge().toSeconds();
        this.clock = clock;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        long age = clock.instant().getEpochSecond() - event.createdAt();
        if (-age > maxFutureSeconds) {
            return reject(
                    "created_at is " + -age + " seconds in the future, at most " + maxFutureSeconds + " are accepted");
        }
        if (maxAgeSeconds > 0 && age > maxAgeSeconds) {
            return reject("created_at is " + age + " seconds ago, at most " + maxAgeSeconds + " are accepted");
        }
        return Verdict.ACCEPT;
    }

    private static Verdict reject(String text) {
        return new Verdict.Reject(Reason.invalid(text));
    }
}
