package dev.souk.relay.extension;

import java.time.Duration;

/**
 * What an extension does with the store's changes. Both methods are called on the extension's own thread {@code
 * ext-<name>}, one at a time, so what they share needs no lock.
 */
@FunctionalInterface
public interface FeedFollower {
    /** The longest sleep between two calls of {@link #idle}. */
    Duration MAX_SLEEP = Duration.ofSeconds(1);

    /**
     * Takes in some changes. When it throws, the same page is shown again after a pause of a second, and {@link #idle} is
     * not called before it has gone through; so it must not fail for what a client sent.
     */
    void changes(RelayAccess.Page page);

    /**
     * Does what is due: called when nothing is new, and between pages at least about once a second while they keep
     * coming. When it throws, it is called again after a pause of a second.
     *
     * @return how long it may take until the next call at most; more than {@link #MAX_SLEEP} counts as that, and zero
     *     means at once, after a look for changes. A commit or {@link RelayAccess#wake} makes it sooner.
     */
    default Duration idle() {
        return MAX_SLEEP;
    }
}
