package dev.souk.relay.policy;

import dev.souk.protocol.Filter;
import java.util.List;

/**
 * A veto on asking, whatever the message it comes in. Asked on the connection's thread before anything is looked up, and
 * again for each event that an open subscription would be sent: pure, fast, thread-safe.
 */
@FunctionalInterface
public interface RequestPolicy {
    Verdict judge(List<Filter> filters, Caller caller);
}
