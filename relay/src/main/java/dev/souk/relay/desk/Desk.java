package dev.souk.relay.desk;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.policy.Caller;
import java.util.List;
import java.util.Set;

/**
 * Where clients deal with the relay itself. Some events are addressed to nobody else: they are neither stored nor sent to
 * anybody, and what comes of them is said in their OK. Others exist only for whoever asks for them. Thread-safe.
 */
public interface Desk {
    /** The kinds that are addressed to the relay. Whoever signs one needs no other proof of who he is. Never changes. */
    Set<Integer> taken();

    /**
     * Acts on an event of such a kind. On a verify thread, when no policy objects and id and signature are right; may take
     * the time of a durable write.
     */
    Ok answer(Event event, Caller caller);

    /**
     * Makes the events that one of {@code filters} asks for by their kind; they are sent before the stored ones. On a
     * replay thread, for each REQ that no policy objects to.
     */
    List<Event> made(List<Filter> filters, Caller caller);
}
