package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.job.JobFold;
import dev.souk.marketplace.statistics.Contribution;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Folds a job anew and lets everything that is derived from it follow: its rows in lists, its deadline, its share of the
 * statistics, the log of changes, and what is to be published. Takes back what the last fold wrote, so that nothing is
 * counted twice. Lives in a {@link WriteSet}.
 */
final class Refold {
    /** So many jobs that wait for this one are looked at again when it is delivered. */
    private static final int MAX_DEPENDENTS = 256;

    /** Fewer jobs are folded sooner by one thread. */
    private static final int MIN_PARALLEL = 64;

    private final WriteSet set;
    private final Shelf shelf;
    private final JobFold fold;
    private final Tallies tallies;
    private final Marks marks;
    private final StatusLog log;
    private final long nowSeconds;

    Refold(WriteSet set, Shelf shelf, JobFold fold, Tallies tallies, Marks marks, StatusLog log, long nowSeconds) {
        this.set = set;
        this.shelf = shelf;
        this.fold = fold;
        this.tallies = tallies;
        this.marks = marks;
        this.log = log;
        this.nowSeconds = nowSeconds;
    }

    /** These jobs may have changed. Folding them goes on all cores when there are many; the rest is this thread's. */
    void run(Set<Bytes32> jobs) {
        List<Dossier> dossiers = jobs.stream().map(shelf::open).toList();
        Stream<Dossier> each = dossiers.size() < MIN_PARALLEL ? dossiers.stream() : dossiers.parallelStream();
        List<Derived> derived = each.map(this::derive).toList();
        for (int i = 0; i < derived.size(); i++) {
            follow(dossiers.get(i).id(), derived.get(i));
        }
    }

    private Derived derive(Dossier dossier) {
        return dossier.isEmpty() ? Derived.NOTHING : Derived.of(fold.fold(dossier, nowSeconds));
    }

    private void follow(Bytes32 id, Derived derived) {
        JobRecord before =
                set.get(Keys.of(Keys.RECORD, id)).map(JobRecord::decode).orElse(JobRecord.NONE);
        JobRecord after = replace(id, before, derived);
        if (!before.status().equals(after.status())) {
            derived.job().ifPresent(job -> log.add(job, before.status(), nowSeconds));
        }
        if (before.isDelivered() != after.isDelivered()) {
            reachDependents(id);
        }
        // Also of a request that is gone now: what was published of it must not stay.
        if (before.status().isPresent() || after.status().isPresent()) {
            marks.status(id);
        }
    }

    /** Lets what is derived take the place of what was, and returns the record of it. */
    private JobRecord replace(Bytes32 id, JobRecord before, Derived derived) {
        Optional<Contribution> counted = derived.contribution().map(tallies::counted);
        JobRecord after = derived.record(counted);
        replaceRows(id, before.rows(), after.rows());
        if (!same(before.contribution(), after.contribution())) {
            tallies.replace(
                    before.contribution().map(Contribution::decode), counted, Math.max(before.kind(), after.kind()));
        }
        byte[] key = Keys.of(Keys.RECORD, id);
        if (derived.job().isEmpty()) {
            set.delete(key);
        } else {
            set.put(key, after.encode());
        }
        return after;
    }

    private void replaceRows(Bytes32 id, List<byte[]> before, List<byte[]> after) {
        TreeSet<byte[]> kept = new TreeSet<>(Arrays::compareUnsigned);
        kept.addAll(after);
        byte[] job = id.toBytes();
        for (byte[] row : before) {
            if (!kept.remove(row)) {
                set.delete(Keys.join(row, job));
            }
        }
        kept.forEach(row -> set.mark(Keys.join(row, job)));
    }

    /** Jobs that have this one as an input are blocked until it is delivered, and their status says so. */
    private void reachDependents(Bytes32 id) {
        for (Table.Entry row : set.scan(Keys.of(Keys.NEEDED, id), MAX_DEPENDENTS)) {
            marks.status(Keys.idAtEnd(row.key()));
        }
    }

    private static boolean same(Optional<byte[]> one, Optional<byte[]> other) {
        return one.isPresent() == other.isPresent() && (one.isEmpty() || Arrays.equals(one.get(), other.get()));
    }

    /** The jobs that the clock changes by now, at most {@code max}. */
    static List<Bytes32> ripe(Table table, long nowSeconds, int max) {
        byte[] prefix = {Keys.DEADLINE};
        return table.scan(prefix, prefix, max).stream()
                .filter(row -> ByteBuffer.wrap(row.key()).getLong(1) <= nowSeconds)
                .map(row -> Keys.idAtEnd(row.key()))
                .toList();
    }
}
