package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Proofs that were used, for as long as they would be good, so that each is good once; also over a restart. A proof gets
 * here when its signature was found right, so only who may call takes up room. When it is full further proofs are
 * refused: to forget one would let it be used again. Thread-safe, by one lock, under which the table is written.
 *
 * <p>A proof is known by the second half of its signature, which nobody can change without the key (BIP-340). The keys of
 * the table are {@code good until(8) signature(32)}, the seconds big-endian, so the oldest come first.
 */
final class UsedProofs {
    private static final byte[] NOTHING = {};

    private final Table table;
    private final int max;
    private final TreeSet<Use> uses = new TreeSet<>();

    /** What became of a proof. */
    enum Outcome {
        /** It is good, and will not be again. */
        FIRST,
        /** It was used before. */
        AGAIN,
        /** Too many were used in a short time. */
        FULL
    }

    private record Use(long goodUntil, Bytes32 signature) implements Comparable<Use> {
        byte[] key() {
            return ByteBuffer.allocate(Long.BYTES + Bytes32.SIZE)
                    .putLong(goodUntil)
                    .put(signature.toBytes())
                    .array();
        }

        static Use of(byte[] key) {
            return new Use(ByteBuffer.wrap(key).getLong(), Bytes32.at(key, Long.BYTES));
        }

        @Override
        public int compareTo(Use other) {
            int order = Long.compare(goodUntil, other.goodUntil);
            return order == 0 ? signature.compareTo(other.signature) : order;
        }
    }

    /** @param max proofs that are good at the same time */
    UsedProofs(Table table, int max) {
        this.table = table;
        this.max = max;
        table.scan(new byte[0], new byte[0], max).forEach(row -> uses.add(Use.of(row.key())));
    }

    /**
     * Uses a proof up.
     *
     * @param goodUntil the last second in which it would be accepted; the same for the same proof
     */
    synchronized Outcome use(Bytes32 signature, long goodUntil, long now) {
        List<Write> writes = new ArrayList<>();
        while (!uses.isEmpty() && uses.first().goodUntil() < now) {
            writes.add(new Write.Delete(uses.first().key()));
            uses.remove(uses.first());
        }
        Use use = new Use(goodUntil, signature);
        Outcome outcome = uses.contains(use) ? Outcome.AGAIN : uses.size() >= max ? Outcome.FULL : Outcome.FIRST;
        if (outcome == Outcome.FIRST) {
            writes.add(new Write.Put(use.key(), NOTHING));
            uses.add(use);
        }
        // Not synced: a machine takes longer to come up again than a proof is good.
        table.write(writes);
        return outcome;
    }
}
