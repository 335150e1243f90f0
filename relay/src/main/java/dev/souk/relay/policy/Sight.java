package dev.souk.relay.policy;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What somebody may see of what he asks for. Thread-safe.
 *
 * @param visible whether he may see one event
 * @param isKnown he has proved to hold some key
 */
public record Sight(Predicate<EventHeader> visible, PrivateKinds privateKinds, boolean isKnown) {
    /** As much of {@code filter} as asks for events of which some may be seen and others not, if it does. */
    public Optional<Filter> guarded(Filter filter) {
        return isKnown ? privateKinds.partOf(filter) : Optional.empty();
    }
}
