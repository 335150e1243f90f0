package dev.souk.relay.policy;

import dev.souk.protocol.Event;

/**
 * A veto on publishing. Asked on a verify thread before the signature is checked: pure, fast, thread-safe; the author is
 * therefore only claimed. All vetoes come before any effect.
 */
@FunctionalInterface
public interface EventPolicy {
    Verdict judge(Event event, Caller caller);
}
