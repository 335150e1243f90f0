package dev.souk.marketplace;

import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.storage.Change;
import dev.souk.storage.Table;
import io.micrometer.core.instrument.Gauge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The job marketplace. For now it only counts what it will understand later: how many job requests, results and feedback
 * events are stored. The counts follow the store's change feed and are written together with the place they count up to,
 * so that a crash neither loses nor doubles one.
 */
public final class Marketplace implements RelayExtension {
    private static final byte[] CHECKPOINT = "checkpoint".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTED = "noted.".getBytes(StandardCharsets.US_ASCII);
    private static final int FORGET_PAGE = 1_000;

    /** Written by the thread {@code ext-market}, read by whoever reads the meters. */
    private final Map<JobRole, AtomicLong> stored = new EnumMap<>(JobRole.class);

    public Marketplace() {
        for (JobRole role : JobRole.values()) {
            stored.put(role, new AtomicLong());
        }
    }

    @Override
    public String name() {
        return "market";
    }

    @Override
    public void start(RelayAccess access) {
        Table table = access.table("counts");
        for (JobRole role : JobRole.values()) {
            count(role).set(read(table, key(role)));
            Gauge.builder("souk.market.events", count(role), AtomicLong::get)
                    .description("Stored events that play a part in jobs")
                    .tags("role", role.wire())
                    .register(access.meters());
        }
        access.follow(read(table, CHECKPOINT), page -> count(page, table));
    }

    /**
     * One page, written at once. A removal may name an event that the feed never showed, so each counted event is noted
     * by its number, and only what was counted is taken off.
     */
    private void count(RelayAccess.Page page, Table table) {
        Counting counting = new Counting(table);
        if (page.startsAnew()) {
            counting.forgetAll();
        } else {
            stored.forEach((role, count) -> counting.counts.put(role, count.get()));
        }
        page.changes().forEach(counting::apply);
        counting.counts.forEach((role, count) -> counting.put(key(role), bytes(count)));
        counting.put(CHECKPOINT, bytes(page.next()));
        table.write(counting.writes);
        counting.counts.forEach((role, count) -> count(role).set(count));
    }

    /** What one page changes. */
    private static final class Counting {
        private final Table table;
        private final Map<JobRole, Long> counts = new EnumMap<>(JobRole.class);
        private final Set<Long> added = new HashSet<>();
        private final List<Table.Write> writes = new ArrayList<>();

        private Counting(Table table) {
            this.table = table;
            for (JobRole role : JobRole.values()) {
                counts.put(role, 0L);
            }
        }

        private void put(byte[] key, byte[] value) {
            writes.add(new Table.Write.Put(key, value));
        }

        private void apply(Change change) {
            switch (change) {
                case Change.Stored(var event) ->
                    JobRole.of(event.header().kind()).ifPresent(role -> {
                        added.add(event.sequence());
                        put(noted(event.sequence()), new byte[0]);
                        counts.merge(role, 1L, Long::sum);
                    });
                case Change.Removed removed ->
                    JobRole.of(removed.kind())
                            .filter(role -> isNoted(removed.eventSequence()))
                            .ifPresent(role -> {
                                added.remove(removed.eventSequence());
                                writes.add(new Table.Write.Delete(noted(removed.eventSequence())));
                                counts.merge(role, -1L, Long::sum);
                            });
            }
        }

        private boolean isNoted(long eventSequence) {
            return added.contains(eventSequence)
                    || table.get(noted(eventSequence)).isPresent();
        }

        private void forgetAll() {
            byte[] from = NOTED;
            List<Table.Entry> page = table.scan(NOTED, from, FORGET_PAGE);
            while (!page.isEmpty()) {
                table.write(page.stream()
                        .<Table.Write>map(entry -> new Table.Write.Delete(entry.key()))
                        .toList());
                page = table.scan(NOTED, from, FORGET_PAGE);
            }
        }
    }

    private AtomicLong count(JobRole role) {
        return Objects.requireNonNull(stored.get(role));
    }

    private static byte[] key(JobRole role) {
        return ("count." + role.wire()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noted(long eventSequence) {
        return ByteBuffer.allocate(NOTED.length + 8)
                .put(NOTED)
                .putLong(eventSequence)
                .array();
    }

    private static long read(Table table, byte[] key) {
        return table.get(key).map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
