package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Sha256;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows of each family, counted and summed by their hashes, so that no order matters: equal sums mean equal sets. It lets the
 * rows that should be there be compared with those that are by reading both once, in the order of the disk. Owned by one
 * thread.
 */
final class RowSums {
    /** The families that hold rows of events. */
    static final List<Family> FAMILIES = List.of(Family.IDS, Family.INDEX, Family.EXPIRATIONS, Family.RULES);

    private final Map<Family, Sum> sums = new EnumMap<>(Family.class);

    /** Additions wrap around. */
    private record Sum(long rows, long first, long second) {
        private static final Sum NOTHING = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(rows + other.rows, first + other.first, second + other.second);
        }
    }

    void add(EventRow row) {
        var digest = Sha256.digest();
        digest.update(row.key().duplicate());
        digest.update(row.value().duplicate());
        Bytes32 hash = Bytes32.of(digest.digest());
        add(row.family(), new Sum(1, hash.a(), hash.b()));
    }

    void add(RowSums other) {
        other.sums.forEach(this::add);
    }

    private void add(Family family, Sum sum) {
        sums.merge(family, sum, Sum::plus);
    }

    /** The families in which these rows are others than those. */
    List<Family> differences(RowSums other) {
        List<Family> different = new ArrayList<>();
        for (Family family : FAMILIES) {
            if (!of(family).equals(other.of(family))) {
                different.add(family);
            }
        }
        return different;
    }

    private Sum of(Family family) {
        return Objects.requireNonNull(sums.getOrDefault(family, Sum.NOTHING));
    }
}
