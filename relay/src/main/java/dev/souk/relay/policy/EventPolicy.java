package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import java.util.function.Predicate;

/**
 * A veto on publishing. Asked on a verify thread: fast, thread-safe. Before the signature is checked the author is only
 * claimed ({@link Vetoes}); what is asked then must be pure, but for what it counts of the caller. All vetoes come before any
 * effect.
 */
@FunctionalInterface
public interface EventPolicy {
    Verdict judge(Event event, Caller caller);

    /** The same for all events but {@code spared}. */
    default EventPolicy except(Predicate<Event> spared) {
        return (event, caller) -> spared.test(event) ? Verdict.ACCEPT : judge(event, caller);
    }
}
