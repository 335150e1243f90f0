package dev.souk.relay.negentropy;

import dev.souk.protocol.negentropy.Sum;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A node of a {@link SumTree}: for each next digit the sum of the items under it. Owned by one thread. */
final class Node {
    static final int CHILDREN = 16;

    private final Sum[] sums = new Sum[CHILDREN];
    private final boolean[] splits = new boolean[CHILDREN];

    Node() {
        Arrays.fill(sums, Sum.ZERO);
    }

    static Node decode(byte[] value) {
        Node node = new Node();
        ByteBuffer bytes = ByteBuffer.wrap(value);
        while (bytes.hasRemaining()) {
            int digit = bytes.get();
            node.splits[digit] = bytes.get() != 0;
            node.sums[digit] = Sum.read(bytes);
        }
        return node;
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(CHILDREN * (2 + Sum.SIZE));
        for (int digit = 0; digit < CHILDREN; digit++) {
            if (sums[digit].count() > 0) {
                bytes.put((byte) digit).put((byte) (splits[digit] ? 1 : 0));
                sums[digit].write(bytes);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    Sum sum(int digit) {
        return sums[digit];
    }

    /** The sum of all children before this one; with {@link #CHILDREN}, of all. */
    Sum sumBefore(int digit) {
        Sum sum = Sum.ZERO;
        for (int i = 0; i < digit; i++) {
            sum = sum.plus(sums[i]);
        }
        return sum;
    }

    /** True when a child has a node of its own. */
    boolean isSplit(int digit) {
        return splits[digit];
    }

    void set(int digit, Sum sum, boolean isSplit) {
        sums[digit] = sum;
        splits[digit] = isSplit;
    }
}
