package dev.souk.deploy.transfer;

import dev.souk.protocol.Event;
import dev.souk.storage.Change;
import dev.souk.storage.Commit;
import dev.souk.storage.EventStore;
import dev.souk.storage.SaveOutcome;
import java.util.ArrayList;
import java.util.List;

/** Writes checked lines to the store in batches, and counts what became of them. Owned by the store's writer. */
final class ImportWriter {
    private final EventStore store;
    private final int maxBatch;
    private final RejectionLog rejections;
    private final List<Event> batch = new ArrayList<>();
    private long read;
    private long stored;
    private long duplicates;
    private long superseded;
    private long deleted;
    private long expired;
    private long ephemeral;
    private long removed;

    /** @param maxBatch events in one commit */
    ImportWriter(EventStore store, int maxBatch, RejectionLog rejections) {
        this.store = store;
        this.maxBatch = maxBatch;
        this.rejections = rejections;
    }

    /** Takes the next line's result; what is kept is written by the next {@link #flush} at the latest. */
    void add(Checked line) {
        read++;
        switch (line) {
            case Checked.Good(Event event) -> {
                batch.add(event);
                if (batch.size() >= maxBatch) {
                    flush();
                }
            }
            case Checked.Known() -> duplicates++;
            case Checked.Bad(Rejection rejection) -> rejections.add(rejection);
        }
    }

    /** Commits what is gathered. */
    void flush() {
        if (!batch.isEmpty()) {
            Commit commit = store.save(batch);
            commit.outcomes().forEach(this::count);
            removed += commit.changes().stream()
                    .filter(Change.Removed.class::isInstance)
                    .count();
            batch.clear();
        }
    }

    /** Lines so far. */
    long read() {
        return read;
    }

    ImportSummary summary(long millis) {
        return new ImportSummary(
                read,
                stored,
                duplicates,
                superseded,
                deleted,
                expired,
                ephemeral,
                removed,
                rejections.tallies(),
                millis);
    }

    private void count(SaveOutcome outcome) {
        switch (outcome) {
            case SaveOutcome.Stored kept -> stored++;
            case SaveOutcome.Duplicate duplicate -> duplicates++;
            case SaveOutcome.Superseded old -> superseded++;
            case SaveOutcome.Deleted gone -> deleted++;
            case SaveOutcome.Vanished gone -> deleted++;
            case SaveOutcome.Expired late -> expired++;
            case SaveOutcome.Ephemeral fleeting -> ephemeral++;
        }
    }
}
