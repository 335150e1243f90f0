package dev.souk.relay.plugin;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.JsonBytes;
import dev.souk.relay.ingest.Sifter;

/**
 * An event that the plugin is to judge.
 *
 * @param receivedAt in Unix seconds
 * @param sinceNanos when it began to wait
 */
record Question(Event event, Source source, long receivedAt, Sifter.Asker asker, long sinceNanos) {
    private static final int ROOM = 256;

    Bytes32 id() {
        return event.id();
    }

    /** The line that asks it. Events have no line breaks in their JSON. */
    byte[] line() {
        byte[] json = event.json();
        JsonBytes line = new JsonBytes(json.length + ROOM)
                .raw("{\"type\":\"new\",\"event\":")
                .raw(json)
                .raw(",\"receivedAt\":")
                .number(receivedAt)
                .raw(",\"sourceType\":\"")
                .raw(source.type())
                .raw("\",\"sourceInfo\":")
                .string(source.text());
        source.authed().ifPresent(key -> line.raw(",\"authed\":").hex(key));
        return line.raw("}\n").toBytes();
    }
}
