package dev.souk.relay.plugin;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.relay.policy.Caller;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where an event came from, in the words of the protocol.
 *
 * @param type {@code IP4}, {@code IP6}, {@code Stream} for a relay that is mirrored, or {@code Import}
 * @param text the address, or the name of the mirrored relay; empty for an import
 * @param authed a key that the client has proved to hold: the event's author, if that is one of them
 */
record Source(String type, String text, Optional<Bytes32> authed) {
    static final Source IMPORT = new Source("Import", "", Optional.empty());

    static Source of(Caller caller, Event event) {
        return switch (caller) {
            case Caller.Inside inside -> IMPORT;
            case Caller.Peer peer -> new Source("Stream", peer.name(), Optional.empty());
            case Caller.Client client -> of(client, event);
        };
    }

    private static Source of(Caller.Client client, Event event) {
        Optional<Bytes32> key = client.is(event.pubkey())
                ? Optional.of(event.pubkey())
                : client.pubkeys().stream().min(Comparator.naturalOrder());
        return new Source(client.address().contains(":") ? "IP6" : "IP4", client.address(), key);
    }
}
