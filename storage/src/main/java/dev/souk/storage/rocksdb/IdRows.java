package dev.souk.storage.rocksdb;

import dev.souk.protocol.Bytes32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/** The rows of events named by their ids: looked up one by one, then sorted. */
final class IdRows implements Rows {
    private final RocksSnapshot snapshot;
    private final Iterator<Bytes32> ids;
    private final List<Row> found = new ArrayList<>();
    private final Queue<Row> sorted = new ArrayDeque<>();
    private long examined;

    IdRows(RocksSnapshot snapshot, Set<Bytes32> ids) {
        this.snapshot = snapshot;
        this.ids = ids.iterator();
    }

    @Override
    public boolean prepare(int budget) {
        for (int i = 0; i < budget && ids.hasNext(); i++) {
            Bytes32 id = ids.next();
            examined++;
            byte[] place = snapshot.get(Family.IDS, id.toBytes());
            if (place != null) {
                found.add(new Row(Keys.toLong(place, 8), id.a(), Keys.toLong(place, 0)));
            }
        }
        if (ids.hasNext()) {
            return false;
        }
        if (!found.isEmpty()) {
            found.stream().sorted().forEach(sorted::add);
            found.clear();
        }
        return true;
    }

    @Override
    public Optional<Row> next() {
        return Optional.ofNullable(sorted.poll());
    }

    @Override
    public long examined() {
        return examined;
    }

    @Override
    public void suspend() {}
}
