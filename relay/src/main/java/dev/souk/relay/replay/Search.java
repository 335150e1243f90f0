package dev.souk.relay.replay;

import dev.souk.protocol.Reason;
import dev.souk.relay.metrics.Shape;
import dev.souk.relay.outbound.Connection;
import dev.souk.relay.outbound.Parcel;
import java.util.List;

/**
 * Something that is answered from the store, in slices. Owned by one party at a time: the replayer's queue, a replay
 * thread, or the outlet that waits for the client to read on.
 */
public interface Search {
    /** Who waits for the answer. */
    Connection connection();

    /** What it may cost. */
    Budget budget();

    /**
     * Ends the search early, as its budget is spent: what was found so far is the answer, which says that it is not all; so
     * does what is added to {@code found}. {@link #advance} is called once more at least.
     */
    void cut(Reason reason, List<Parcel> found);

    /** When it was asked for. */
    long startNanos();

    /** What kind of question it is. */
    Shape shape();

    /** True when nobody waits for it any more. */
    boolean isCancelled();

    /** What it cost so far: index rows that were examined, and other work as so many rows. */
    long examined();

    /**
     * Goes on for a small piece; what is to be sent is added to {@code found}.
     *
     * @return the bytes found, or {@link #DONE} when there is nothing more to search
     */
    int advance(Sources sources, List<Parcel> found);

    /** What {@link #advance} returns in the end. */
    int DONE = -1;

    /**
     * Answers.
     *
     * @param last what was found and is not sent yet; it leaves before the answer
     */
    void finish(List<Parcel> last);

    /** It cannot be answered. Tells the client why. */
    void fail(Reason reason);

    /** Lets go of memory before a wait. */
    void suspend();

    /** Lets go of everything. */
    void close();
}
