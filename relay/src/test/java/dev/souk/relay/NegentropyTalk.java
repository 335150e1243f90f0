package dev.souk.relay;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Hex;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Differences;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.Reconciler;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A client that reconciles its events with a relay's (NIP-77). */
final class NegentropyTalk implements Differences {
    private static final int CLIENT_LIMIT = 60_000;

    final Set<Bytes32> have = new TreeSet<>();
    final Set<Bytes32> need = new TreeSet<>();
    int longestMessage;
    int roundTrips;

    @Override
    public void have(Bound item) {
        have.add(item.id());
    }

    @Override
    public void need(Bytes32 id) {
        need.add(id);
    }

    /** Reconciles, and closes. */
    static NegentropyTalk hold(TestClient client, String filter, Collection<Event> events) {
        NegentropyTalk talk = new NegentropyTalk();
        ItemArray.Builder items = new ItemArray.Builder();
        events.forEach(event -> items.add(event.createdAt(), event.id()));
        Reconciler reconciler = Reconciler.client(items.build(), CLIENT_LIMIT, talk);
        Optional<byte[]> next = Optional.of(reconciler.first());
        client.send("[\"NEG-OPEN\",\"talk\"," + filter + ",\"" + Hex.of(next.get()) + "\"]");
        while (true) {
            next = reconciler.next(talk.answer(client.next()));
            if (next.isEmpty()) {
                client.send("[\"NEG-CLOSE\",\"talk\"]");
                return talk;
            }
            client.send("[\"NEG-MSG\",\"talk\",\"" + Hex.of(next.get()) + "\"]");
        }
    }

    private byte[] answer(String message) {
        String head = "[\"NEG-MSG\",\"talk\",\"";
        if (!message.startsWith(head)) {
            throw new AssertionError("expected a NEG-MSG, got " + message);
        }
        roundTrips++;
        longestMessage = Math.max(longestMessage, message.length());
        return Hex.bytes(message.substring(head.length(), message.length() - 2));
    }

    /** The first message of a client that has nothing. */
    static String nothing() {
        return "6100000200";
    }
}
