package dev.souk.relay.desk;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.relay.policy.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Several desks as one; each kind is taken by one of them. */
public final class Desks implements Desk {
    private final List<Desk> desks;
    private final Map<Integer, Desk> byKind = new HashMap<>();

    /** @throws IllegalArgumentException when two of them take one kind */
    public Desks(List<Desk> desks) {
        this.desks = List.copyOf(desks);
        for (Desk desk : this.desks) {
            for (int kind : desk.taken()) {
                if (byKind.put(kind, desk) != null) {
                    throw new IllegalArgumentException("kind " + kind + " is taken by two desks");
                }
            }
        }
    }

    @Override
    public Set<Integer> taken() {
        return Set.copyOf(byKind.keySet());
    }

    @Override
    public Ok answer(Event event, Caller caller) {
        return Objects.requireNonNull(byKind.get(event.kind())).answer(event, caller);
    }

    @Override
    public List<Event> made(List<Filter> filters, Caller caller) {
        return desks.stream()
                .flatMap(desk -> desk.made(filters, caller).stream())
                .toList();
    }
}
