package dev.souk.relay.lists;

import dev.souk.relay.config.KindRange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Some kinds. Immutable. */
public final class Kinds {
    /** The first kind of each range to its last; no two ranges overlap. */
    private final NavigableMap<Integer, Integer> ranges = new TreeMap<>();

    Kinds(List<KindRange> listed) {
        listed.stream().sorted(Comparator.comparingInt(KindRange::first)).forEach(range -> {
            Map.Entry<Integer, Integer> before = ranges.lastEntry();
            if (before == null || before.getValue() < range.first()) {
                ranges.put(range.first(), range.last());
            } else {
                ranges.merge(before.getKey(), range.last(), Math::max);
            }
        });
    }

    public boolean contains(int kind) {
        Map.Entry<Integer, Integer> range = ranges.floorEntry(kind);
        return range != null && kind <= range.getValue();
    }
}
