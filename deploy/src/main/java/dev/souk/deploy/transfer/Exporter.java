package dev.souk.deploy.transfer;

import dev.souk.protocol.Filter;
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
            List<StoredEvent> page = store.storedAfter(at, PAGE);
            for (StoredEvent event : page) {
                // What has expired may still be stored; no client would see it.
                if (event.sequence() <= last && event.header().expiration() > now) {
                    write(event);
                }
            }
            at = page.isEmpty() ? last : page.getLast().sequence();
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

    private void write(StoredEvent event) throws IOException {
        out.write(event.json());
        out.write('\n');
        written++;
    }
}
