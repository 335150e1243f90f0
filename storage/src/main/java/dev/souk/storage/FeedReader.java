package dev.souk.storage;

/**
 * Somebody who reads the change feed and must see each event of some kinds, although it may be removed first: deleted,
 * replaced, or expired. Asked by the store's writer, while {@link #place} moves on elsewhere: both must be quick and
 * thread-safe.
 */
public interface FeedReader {
    /** True for the kinds of which it must see every event. */
    boolean mustSee(int kind);

    /** Up to which change it has read, for good; what it must read again counts as unread. */
    long place();
}
