package dev.souk.relay.replay;

import dev.souk.protocol.RelayMessage.Eose;
import dev.souk.relay.live.Subscription;
import dev.souk.relay.outbound.EventPayload;
import dev.souk.relay.outbound.Parcel;
import dev.souk.storage.Change;
import dev.souk.storage.Changes;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventCursor.Remainder;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StorageException;
import dev.souk.storage.StoredEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stored part of one REQ. Owned by one party at a time: the replayer's queue, a replay thread, or the outlet that
 * waits for the client to read on.
 *
 * <pre>
 * SEARCHING --finished or bound reached--> CATCHING_UP --the live feed reaches back--> DONE
 * </pre>
 */
final class Replay {
    private static final int ROWS_A_STEP = 256;
    private static final int CHANGES_A_STEP = 1_000;

    private final Subscription subscription;
    private final long startNanos;
    private final long maxRows;

    private @Nullable Snapshot snapshot;
    private @Nullable EventCursor cursor;
    private boolean isSearching = true;
    private Set<Eose.Hint> hints = Set.of();
    private long sequence;
    private long examined;

    Replay(Subscription subscription, long startNanos, long maxRows) {
        this.subscription = subscription;
        this.startNanos = startNanos;
        this.maxRows = maxRows;
    }

    /** One that has searched already, and has to catch up from {@code sequence} only. */
    static Replay resumed(Subscription subscription, long startNanos, long sequence, Set<Eose.Hint> hints) {
        Replay replay = new Replay(subscription, startNanos, 0);
        replay.isSearching = false;
        replay.sequence = sequence;
        replay.hints = hints;
        return replay;
    }

    Subscription subscription() {
        return subscription;
    }

    /** When the REQ came in. */
    long startNanos() {
        return startNanos;
    }

    /** What it has sent everything up to, once {@link #isSearching} is false. */
    long sequence() {
        return sequence;
    }

    /** What NIP-67 lets the EOSE say. */
    Set<Eose.Hint> hints() {
        return hints;
    }

    boolean isSearching() {
        return isSearching;
    }

    long examined() {
        return examined;
    }

    /** Goes on searching for a small piece; what it finds is added to {@code found}. Returns the bytes found. */
    int search(EventStore store, List<Parcel> found) {
        EventCursor matches = open(store);
        Step step = matches.advance(ROWS_A_STEP);
        examined = matches.examined();
        return switch (step) {
            case Step.Match(StoredEvent event) -> {
                found.add(subscription.delivery(new EventPayload(event.json())));
                yield event.json().length;
            }
            case Step.Paused() -> {
                if (examined >= maxRows) {
                    finish(Set.of());
                }
                yield 0;
            }
            case Step.Finished(Remainder remainder) -> {
                finish(
                        switch (remainder) {
                            case NONE -> Set.of(Eose.Hint.FINISH);
                            case SOME -> Set.of(Eose.Hint.MORE);
                            case UNKNOWN -> Set.<Eose.Hint>of();
                        });
                yield 0;
            }
        };
    }

    private EventCursor open(EventStore store) {
        EventCursor known = cursor;
        if (known != null) {
            return known;
        }
        Snapshot taken = store.snapshot();
        snapshot = taken;
        sequence = taken.sequence();
        EventCursor opened = taken.find(subscription.filters(), subscription.visible());
        cursor = opened;
        return opened;
    }

    private void finish(Set<Eose.Hint> known) {
        hints = known;
        isSearching = false;
        close();
    }

    /** Adds what was stored since and is wanted, a page at a time, so that the live feed can take over. */
    void catchUp(EventStore store, List<Parcel> found) {
        Changes changes = store.changesAfter(sequence, CHANGES_A_STEP);
        if (changes.isTruncated()) {
            throw new StorageException("the change feed no longer reaches back to " + sequence);
        }
        for (Change change : changes.changes()) {
            if (change instanceof Change.Stored(StoredEvent event) && subscription.wants(event.header())) {
                found.add(subscription.delivery(new EventPayload(event.json())));
            }
        }
        sequence = changes.next();
    }

    /** Lets go of memory before a wait. */
    void suspend() {
        if (cursor != null) {
            cursor.suspend();
        }
    }

    /** Lets go of everything. */
    void close() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
        }
    }
}
