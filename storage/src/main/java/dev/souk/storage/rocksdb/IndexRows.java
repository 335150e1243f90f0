package dev.souk.storage.rocksdb;

import dev.souk.protocol.EventHeader;
import java.util.ArrayList;
import java.util.List;

/** The index keys of one event; written when it is stored, and made again from its header when it is removed. */
final class IndexRows {
    private final EventHeader event;
    private final long sequence;
    private final List<byte[]> rows = new ArrayList<>(12);

    private IndexRows(EventHeader event, long sequence) {
        this.event = event;
        this.sequence = sequence;
    }

    static List<byte[]> of(EventHeader event, long sequence) {
        IndexRows index = new IndexRows(event, sequence);
        index.add(Keys.byTime());
        index.add(Keys.byAuthor(event.pubkey()));
        index.add(Keys.byAuthorKind(event.pubkey(), event.kind()));
        index.add(Keys.byKind(event.kind()));
        index.addTags();
        return index.rows;
    }

    /** A tag that is there twice gives the same row twice, which is as good as once. */
    private void addTags() {
        event.forEachIndexedTag((letter, value) -> add(Keys.byTagKind(letter, Keys.sha256(value), event.kind())));
    }

    private void add(byte[] prefix) {
        rows.add(Keys.row(prefix, event.createdAt(), event.id().a(), sequence));
    }
}
