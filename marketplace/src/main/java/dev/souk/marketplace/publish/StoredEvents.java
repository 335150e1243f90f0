package dev.souk.marketplace.publish;

import dev.souk.marketplace.ledger.Outbox;
import dev.souk.marketplace.status.OwnEvent;
import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.StoredEvent;

/** The relay's own events as they are stored. */
final class StoredEvents {
    private StoredEvents() {}

    /** What was published with this event. */
    static Outbox.Published published(StoredEvent stored) {
        Event event = EventReader.read(stored.json());
        OwnEvent own = new OwnEvent(event.kind(), event.tags(), event.content());
        return new Outbox.Published(event.createdAt(), own.stateHash(), event.firstValue("s"), event.firstValue("o"));
    }
}
