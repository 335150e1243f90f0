package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to one message, made range by range, so that who answers many can turn to others in between. When it has no
 * more room, the rest of the set is answered by its fingerprint, which the other side takes up. Owned by one thread at a
 * time.
 */
public final class Answer {
    /** Into how many parts a range is split that differs; with fewer than two ids for each, it is listed. */
    static final int PARTS = 16;

    private final ItemSet set;
    private final Optional<Differences> differences;
    private final RangeReader in;
    private final MessageWriter out;
    private boolean isComplete;

    /** @param differences told by a client; nothing for a server, which lists its ids instead */
    Answer(ItemSet set, int maxBytes, Optional<Differences> differences, byte[] message) {
        this.set = set;
        this.differences = differences;
        this.in = new RangeReader(message);
        this.out = new MessageWriter(maxBytes);
    }

    /**
     * Answers one more range.
     *
     * @return whether there is more to answer
     * @throws MalformedMessageException when the message is no message; then there is no answer
     */
    public boolean advance() {
        if (isComplete || !in.hasNext()) {
            return false;
        }
        Range range = in.next();
        switch (range.payload()) {
            case Range.Payload.Skip skip -> out.skip(range.to());
            case Range.Payload.Digest(Fingerprint theirs) -> compare(range, theirs);
            case Range.Payload.Ids(List<Bytes32> theirs) -> {
                if (differences.isPresent()) {
                    tell(range, theirs, differences.get());
                } else {
                    list(range);
                }
            }
        }
        return true;
    }

    /** The answer, once there is no more to answer. */
    public byte[] message() {
        return out.toBytes();
    }

    private void compare(Range range, Fingerprint theirs) {
        Sum ours = set.sum(range.from(), range.to());
        if (ours.fingerprint().equals(theirs)) {
            out.skip(range.to());
            return;
        }
        MessageWriter.Mark before = out.mark();
        split(set, range.from(), range.to(), ours.count(), out);
        if (out.isFull()) {
            out.backTo(before);
            endWithRest(range.from());
        }
    }

    /** Says enough about a range that differs to find out where. */
    static void split(ItemSet set, Bound from, Bound to, long count, MessageWriter out) {
        if (count < 2 * PARTS) {
            List<Bytes32> ids = new ArrayList<>();
            set.forEach(from, to, item -> ids.add(item.id()));
            out.ids(to, ids);
            return;
        }
        Bound start = from;
        for (Bound end : set.cuts(from, to, PARTS)) {
            out.digest(end, set.sum(start, end).fingerprint());
            start = end;
        }
        out.digest(to, set.sum(start, to).fingerprint());
    }

    private void tell(Range range, List<Bytes32> theirs, Differences told) {
        Set<Bytes32> needed = new HashSet<>(theirs);
        set.forEach(range.from(), range.to(), item -> {
            if (!needed.remove(item.id())) {
                told.have(item);
            }
            return true;
        });
        needed.forEach(told::need);
        out.skip(range.to());
    }

    /** Lists what is here of a range, as far as there is room. */
    private void list(Range range) {
        int room = out.roomForIds();
        List<Bytes32> ids = new ArrayList<>();
        List<Bound> rest = new ArrayList<>(1);
        set.forEach(range.from(), range.to(), item -> {
            if (ids.size() == room) {
                rest.add(item);
                return false;
            }
            return ids.add(item.id());
        });
        Bound end = rest.isEmpty() ? range.to() : rest.getFirst();
        out.ids(end, ids);
        if (out.isFull() || !rest.isEmpty()) {
            endWithRest(end);
        }
    }

    private void endWithRest(Bound from) {
        out.skip(from);
        if (!from.equals(Bound.END)) {
            out.digest(Bound.END, set.sum(from, Bound.END).fingerprint());
        }
        isComplete = true;
    }
}
