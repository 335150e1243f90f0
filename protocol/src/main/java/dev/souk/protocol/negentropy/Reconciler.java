package dev.souk.protocol.negentropy;

import java.util.Optional;

/** One side of a conversation about one set. Owned by one thread at a time. */
public final class Reconciler {
    private final ItemSet set;
    private final int maxBytes;
    private final Optional<Differences> differences;

    private Reconciler(ItemSet set, int maxBytes, Optional<Differences> differences) {
        this.set = set;
        this.maxBytes = maxBytes;
        this.differences = differences;
    }

    /** The side that answers, and learns nothing. */
    public static Reconciler server(ItemSet set, int maxBytes) {
        return new Reconciler(set, maxBytes, Optional.empty());
    }

    /** The side that asks. */
    public static Reconciler client(ItemSet set, int maxBytes, Differences differences) {
        return new Reconciler(set, maxBytes, Optional.of(differences));
    }

    /** What a client says first. */
    public byte[] first() {
        MessageWriter out = new MessageWriter(maxBytes);
        Answer.split(
                set, Bound.START, Bound.END, set.sum(Bound.START, Bound.END).count(), out);
        return out.toBytes();
    }

    /** The answer to a message that {@link Version#isKnown}; nothing is done yet. */
    public Answer answer(byte[] message) {
        return new Answer(set, maxBytes, differences, message);
    }

    /**
     * What a client says next; nothing when it knows all.
     *
     * @throws MalformedMessageException when {@code message} is no message that it understands
     */
    public Optional<byte[]> next(byte[] message) {
        if (message.length == 0 || !Version.isKnown(message)) {
            throw new MalformedMessageException("not a message of version 1");
        }
        Answer answer = answer(message);
        while (answer.advance()) {
            // Until the last range.
        }
        byte[] next = answer.message();
        return next.length == Version.offer().length ? Optional.empty() : Optional.of(next);
    }
}
