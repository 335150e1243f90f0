package dev.souk.protocol.negentropy;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the ranges of one message, which somebody hostile may have written: nothing is taken on trust, and no more memory
 * is used than the message has bytes. Owned by one thread.
 */
final class RangeReader {
    private final byte[] message;
    private int position = 1;
    private Bound last = Bound.START;

    /** @param message one that {@link Version#isKnown} */
    RangeReader(byte[] message) {
        this.message = message;
    }

    boolean hasNext() {
        return position < message.length;
    }

    /**
     * The next range.
     *
     * @throws MalformedMessageException when there is none
     */
    Range next() {
        Bound from = last;
        if (from.equals(Bound.END)) {
            throw new MalformedMessageException("a range stands behind infinity");
        }
        Bound to = bound();
        if (to.compareTo(from) < 0) {
            throw new MalformedMessageException("the bounds are not in ascending order");
        }
        last = to;
        return new Range(from, to, payload());
    }

    private Bound bound() {
        long encoded = number();
        int length = length(number(), Bytes32.SIZE, "an id prefix has more than 32 bytes");
        int start = take(length);
        if (encoded == 0) {
            return Bound.END;
        }
        long timestamp = last.timestamp() + (encoded - 1);
        if (timestamp == Bound.INFINITY || Long.compareUnsigned(timestamp, last.timestamp()) < 0) {
            throw new MalformedMessageException("a timestamp has more than 64 bits");
        }
        byte[] id = new byte[Bytes32.SIZE];
        System.arraycopy(message, start, id, 0, length);
        return new Bound(timestamp, Bytes32.of(id));
    }

    private Range.Payload payload() {
        long mode = number();
        if (mode == Range.SKIP) {
            return new Range.Payload.Skip();
        }
        if (mode == Range.DIGEST) {
            return new Range.Payload.Digest(Fingerprint.at(message, take(Fingerprint.SIZE)));
        }
        if (mode == Range.IDS) {
            return new Range.Payload.Ids(ids());
        }
        throw new MalformedMessageException("a range has a mode that is not known");
    }

    private List<Bytes32> ids() {
        int most = (message.length - position) / Bytes32.SIZE;
        int count = length(number(), most, "there are fewer ids than a list claims");
        List<Bytes32> ids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ids.add(Bytes32.at(message, take(Bytes32.SIZE)));
        }
        return ids;
    }

    private static int length(long value, int most, String otherwise) {
        if (Long.compareUnsigned(value, most) > 0) {
            throw new MalformedMessageException(otherwise);
        }
        return (int) value;
    }

    private long number() {
        long value = 0;
        while (true) {
            byte digit = message[take(1)];
            value = Varint.append(value, digit);
            if (!Varint.hasMore(digit)) {
                return value;
            }
        }
    }

    /** Goes on by so many bytes, and returns where they begin. */
    private int take(int bytes) {
        if (bytes > message.length - position) {
            throw new MalformedMessageException("the message ends within a range");
        }
        int start = position;
        position += bytes;
        return start;
    }
}
