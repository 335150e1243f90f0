package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Retraction;
import dev.souk.protocol.Bytes32;
import java.util.Optional;

/**
 * Who took back what, whether it was seen or not: a deletion may come first, and what it names may come to light later,
 * inside another event or out of another job. Of more than so many the oldest is forgotten; what it took back stays
 * retracted where it is filed. Lives in a {@link WriteSet}.
 */
final class Tombstones {
    private final WriteSet set;
    private final WaitingList order;
    private final LedgerMeters meters;

    Tombstones(WriteSet set, long max, LedgerMeters meters) {
        this.set = set;
        this.order = new WaitingList(set, Keys.TOMBSTONE_ORDER, max);
        this.meters = meters;
    }

    Optional<Retraction> find(Bytes32 event, Bytes32 author) {
        return set.get(key(event, author)).map(DossierCodec::retraction);
    }

    /** Remembers a deletion. Which of several of the same event by the same author counts. */
    Retraction add(Bytes32 event, Bytes32 author, Retraction retraction) {
        Optional<Retraction> earlier = find(event, author);
        Retraction first =
                earlier.map(known -> Retraction.first(known, retraction)).orElse(retraction);
        set.put(key(event, author), DossierCodec.encode(first));
        if (earlier.isEmpty()) {
            order.add(Keys.join(event.toBytes(), author.toBytes())).dropped().ifPresent(this::forget);
        }
        return first;
    }

    private void forget(byte[] oldest) {
        set.delete(key(Bytes32.at(oldest, 0), Bytes32.at(oldest, Bytes32.SIZE)));
        meters.dropped(Bound.TOMBSTONES);
    }

    private static byte[] key(Bytes32 event, Bytes32 author) {
        return Keys.of(Keys.TOMBSTONE, event, author);
    }
}
