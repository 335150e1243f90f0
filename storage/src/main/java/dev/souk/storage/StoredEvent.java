package dev.souk.storage;

import dev.souk.protocol.EventHeader;

/**
 * An event as the store has it.
 *
 * @param sequence under which number it was stored
 * @param header what filters ask
 * @param json the event as UTF-8 JSON, ready to send; shared, not to be modified
 */
public record StoredEvent(long sequence, EventHeader header, byte[] json) {
    /** Compared by sequence, which names one event for ever. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredEvent stored && sequence == stored.sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return "StoredEvent[sequence=" + sequence + ", id=" + header.id() + "]";
    }
}
