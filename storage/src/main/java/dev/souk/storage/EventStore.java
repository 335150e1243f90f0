package dev.souk.storage;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps events by the rules of NIP-01, NIP-09 and NIP-40, and numbers every change in one persistent sequence that is
 * never reused.
 *
 * <p>Threads: {@link #save}, {@link #remove} and {@link #sweepExpired} belong to one writer; everything else may be
 * called from any thread at any time. Failures of the disk are {@link StorageException}s; after one from a writing
 * method, nothing of that call is visible, and whether it survives a restart is unknown.
 */
public interface EventStore extends AutoCloseable {
    /**
     * Decides and writes the events, in order, as one atomic write. When it returns, what was stored is as durable as
     * the {@link Durability} says. Earlier events of the list count for later ones: a list may hold an event, its
     * duplicate and its deletion.
     *
     * <p>The rules, in the order they are asked:
     *
     * <ol>
     *   <li>an ephemeral event is not kept ({@link SaveOutcome.Ephemeral});
     *   <li>an id that is stored is a {@link SaveOutcome.Duplicate};
     *   <li>an event that is expired now is {@link SaveOutcome.Expired};
     *   <li>an id whose deletion its author has requested (for a gift wrap, kind 1059, also: one of its {@code p}-tagged
     *       recipients), or a replaceable or addressable event that is not newer than a deletion of its address, is
     *       {@link SaveOutcome.Deleted}; kind 5 and kind 62 cannot be deleted;
     *   <li>an event that is not newer than its author's request to vanish (for a gift wrap also: than that of one of its
     *       recipients) is {@link SaveOutcome.Vanished}; requests to vanish themselves are kept;
     *   <li>a replaceable or addressable event that is older than the stored one at its address, or as old with a higher
     *       id, is {@link SaveOutcome.Superseded};
     *   <li>everything else is {@link SaveOutcome.Stored}: what it replaces is removed; and if it is of kind 5, all that
     *       it names and may delete is removed and stays refused (NIP-09); if it is a request to vanish that counts here,
     *       see {@link #honour}, what it concerns stays refused from now on, and is removed by {@link #sweepVanished}.
     * </ol>
     *
     * The events' ids and signatures have been verified by the caller.
     */
    Commit save(List<Event> events);

    /** Removes these events as far as they are stored. They may be stored again later. */
    Commit remove(Set<Bytes32> ids, Removal reason);

    /** Removes at most {@code budget} events that are expired now, the longest expired first. */
    Commit sweepExpired(int budget);

    /**
     * Removes at most {@code budget} events that requests to vanish concern (NIP-62), with all that was kept of them. To be
     * called until it removes nothing: whatever happens in between, nothing of it is forgotten.
     */
    Commit sweepVanished(int budget);

    /** Says which events are requests to vanish that count here. Called before anything is saved; none do until then. */
    void honour(Predicate<Event> vanishRequests);

    /** True when an event of this id is stored and thus its signature was verified once. Cheap when it is not. */
    boolean contains(Bytes32 id);

    /** A consistent view of all that was committed before the call. */
    Snapshot snapshot();

    /** The number of the last committed change, 0 when there was none. */
    long sequence();

    /**
     * The changes that follow {@code sequence}, oldest first, at most {@code max}, fewer when they are large; none only when
     * there are none. A {@link Change.Stored} whose event was removed in the meantime is left out, and a {@link
     * Change.Removed} may name an event that was never shown.
     * Removals are kept for a limited number of changes: a follower that asks from before that gets {@link
     * Changes#isTruncated()} and must begin anew from 0, from where everything that is stored is always shown.
     */
    default Changes changesAfter(long sequence, int max) {
        return changesAfter(sequence, 0, max);
    }

    /**
     * The same for a follower on its way from 0, which the forgotten removals do not concern: what they removed was not
     * shown to it.
     *
     * @param beganAt the store's sequence when the follower began from 0
     */
    Changes changesAfter(long sequence, long beganAt, int max);

    /**
     * The same, in which events that were kept for a {@link FeedReader} stand where they were stored, although they are
     * gone. Nothing of them may reach a client.
     */
    Changes unreadAfter(long sequence, long beganAt, int max);

    /**
     * From now on, until the store is closed, events that {@code reader} must see and has not read are kept for it when they
     * are removed, until it has, or until their removal is forgotten. What vanishes or is moderated is not kept, and what
     * was kept goes with it: of moderated ids, and of the authors of vanished events. Called before anything is removed.
     */
    void keepFor(FeedReader reader);

    /** The durable table named {@code name}, for followers of the change feed; created when it is new. */
    Table table(String name);

    /**
     * The events that were stored after {@code sequence} and still are, in that order, at most {@code max}, fewer when they are
     * large; none only when there are none. Meant for walks over everything, which leave the cache to others. Any thread.
     */
    List<StoredEvent> storedAfter(long sequence, int max);

    /**
     * Gives the space of what was removed back to the file system. Takes long on a large store, with nobody waiting for it but
     * its caller, of whom there is one at a time. Any thread.
     */
    void reclaim();

    /** Ends {@link #reclaim} before it is done, and for good: the store is about to be closed. Any thread. */
    void cancelReclaim();

    /**
     * Makes a store of its own in {@code folder}, which is not there yet: all that was committed before the call, and
     * whole commits only. On the same file system its files are links and cost no space until this store replaces them.
     *
     * @throws UnsupportedOperationException when this store keeps no files
     */
    void checkpoint(Path folder);

    /** Numbers for the operator. */
    StoreStatistics statistics();

    /** What else it can tell an operator. */
    default List<StoreMeter> meters() {
        return List.of();
    }

    /**
     * Writes something that means nothing, as durably as everything else, to see whether that works again after it did not.
     * For the writer.
     */
    default void probe() {}

    /** Syncs what is written and closes everything; snapshots and cursors must be closed before. */
    @Override
    void close();
}
