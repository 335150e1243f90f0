package dev.souk.deploy.transfer;

import dev.souk.protocol.Filter;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes stored events as JSON Lines. Owned by one thread. */
public final class Exporter {
    private static final int PAGE = 1_000;

    private final EventStore store;
    private final InstantSource clock;
    private final OutputStream out;
    private final Progress progress;
    private long written;

    /** @param out is not closed, but flushed */
    public Exporter(EventStore store, InstantSource clock, OutputStream out, Progress progress) {
        this.store = store;
        this.clock = clock;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Writes everything that is stored when it begins, in the order it was stored, so that an import of it ends where
     * this store stands. Progress is counted in sequence numbers.
     */
    public long all() throws IOException {
        long last = store.sequence();
        long now = clock.instant().getEpochSecond();
        for (long at = 0; at < last; ) {
            Changes page = store.changesAfter(at, last, PAGE);
            if (page.isTruncated()) {
                throw new IOException("the store was changed too much while it was exported");
            }
            for (Change change : page.changes()) {
                if (change instanceof Change.Stored(StoredEvent event) && event.sequence() <= last) {
                    writeIfServed(event, now);
                }
            }
            at = page.changes().isEmpty() ? last : page.next();
            progress.advance(Math.min(at, last), written);
        }
        out.flush();
        return written;
    }

    /** Writes the matches of {@code filters}, newest first. Progress is counted in events. */
    public long matching(List<Filter> filters) throws IOException {
        try (Snapshot snapshot = store.snapshot();
                EventCursor cursor = snapshot.find(filters)) {
            for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
                write(event.get());
                progress.advance(written, written);
            }
        }
        out.flush();
        return written;
    }

    /** The feed may show what has expired, or was removed since; a client would see neither. */
    private void writeIfServed(StoredEvent event, long now) throws IOException {
        if (event.header().expiration() > now && store.contains(event.header().id())) {
            write(event);
        }
    }

    private void write(StoredEvent event) throws IOException {
        out.write(event.json());
        out.write('\n');
        written++;
    }
}
