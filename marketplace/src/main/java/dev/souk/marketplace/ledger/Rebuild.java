package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.statistics.Contribution;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Derives everything that can be derived from the dossiers anew. First what was derived is deleted. Then the jobs are
 * listed by time, and folded in that order: so those that count in the same buckets come together, and each tally is
 * changed in memory many times before it is written. Reading and folding go on all cores; counting, on the caller's
 * thread, goes beside writing. Then those who worked are ranked by their numbers. Whether published statuses still hold is looked at later, see {@link Sweep}. A rebuild
 * that is cut off is begun again with the next start: {@link Keys#rebuilding()}, which is durable before anything else is
 * touched and goes when everything is, says so.
 */
final class Rebuild {
    private static final int PAGE = 2_000;

    /** So many tallies are changed before they are written: some 30 MB. */
    private static final int MAX_TALLIES = 30_000;

    private static final byte[] DERIVED = {
        Keys.RECORD,
        Keys.DEADLINE,
        Keys.NEEDED,
        Keys.DELIVERED,
        Keys.LIST,
        Keys.TALLY,
        Keys.TYPE,
        Keys.TYPE_ORDER,
        Keys.KIND,
        Keys.KIND_ORDER,
        Keys.WORKED_ON,
        Keys.RANK,
        Keys.TYPE_RANK,
        Keys.RANKED
    };

    private final Table table;
    private final LedgerSettings settings;
    private final WriteSet set;
    private final Tallies tallies;
    private final long nowSeconds;

    Rebuild(Table table, LedgerSettings settings, long nowMillis) {
        this.table = table;
        this.settings = settings;
        this.nowSeconds = Math.floorDiv(nowMillis, 1_000);
        this.set = new WriteSet(table);
        Due due = new Due(set, settings.interval(), new DueFloor());
        Marks marks = new Marks(due, settings.addresses(), settings.pause(), nowMillis);
        this.tallies = Tallies.ofEmptyTable(set, new TallyCache(), marks, settings.limits(), nowSeconds);
    }

    /** How many jobs were folded. */
    long run(Consumer<Long> progress) {
        table.write(List.of(new Table.Write.Put(Keys.rebuilding(), new byte[0])));
        long done;
        try (Table.Load load = table.load()) {
            forget(load);
            list(load);
            done = derive(load, progress);
            tallies.save();
            set.commit(load::write);
            rank(load);
            load.finish();
        }
        Sweep.begin(set);
        set.delete(Keys.rebuilding());
        set.commit();
        return done;
    }

    private void forget(Table.Load load) {
        List<Table.Write> writes = new ArrayList<>();
        for (byte family : DERIVED) {
            writes.add(new Table.Write.DeletePrefix(new byte[] {family}));
        }
        writes.add(new Table.Write.Delete(Keys.counter(Keys.TYPE)));
        writes.add(new Table.Write.Delete(Keys.counter(Keys.KIND)));
        load.write(writes);
    }

    /** Lists the jobs by time. Those whose request is unknown count nowhere and stand in no list by time. */
    private void list(Table.Load load) {
        Pages.of(table, new byte[] {Keys.DOSSIER}, PAGE)
                .forEach(page -> load.write(page.parallelStream()
                        .map(row -> DossierCodec.decode(Keys.idAtEnd(row.key()), row.value()))
                        .filter(dossier -> !dossier.isEmpty())
                        .map(this::listed)
                        .<Table.Write>flatMap(List::stream)
                        .toList()));
    }

    private List<Table.Write.Put> listed(Dossier dossier) {
        return dossier.request()
                .map(JobList::all)
                .map(row -> List.of(row(row, dossier.id())))
                .orElseGet(() -> {
                    Folded folded = folded(dossier);
                    return folded.writes(Optional.empty());
                });
    }

    /** Folds the listed jobs, the newest first, and lets everything follow. */
    private long derive(Table.Load load, Consumer<Long> progress) {
        long done = 0;
        for (List<Table.Entry> page : Pages.of(table, JobList.ALL.prefix(JobList.none()), PAGE)) {
            List<Folded> jobs = page.parallelStream()
                    .map(this::fold)
                    .flatMap(Optional::stream)
                    .toList();
            List<Optional<Contribution>> counted = jobs.stream()
                    .map(job -> job.derived().contribution().map(tallies::counted))
                    .toList();
            atOnce(() -> load.write(writes(jobs, counted)), () -> {
                count(jobs, counted);
                set.commit(load::write);
            });
            done += jobs.size();
            progress.accept(done);
        }
        return done;
    }

    /** Does one on another thread and the other on this one. When it returns, or throws, both have ended. */
    private static void atOnce(Runnable there, Runnable here) {
        CompletableFuture<Void> other = CompletableFuture.runAsync(there);
        try {
            here.run();
        } finally {
            end(other);
        }
    }

    private static void end(CompletableFuture<Void> work) {
        try {
            work.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** In the order of their keys, as that is how they are written soonest: each is next to the one before it. */
    private static List<Table.Write> writes(List<Folded> jobs, List<Optional<Contribution>> counted) {
        List<Table.Write.Put> writes = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            writes.addAll(jobs.get(i).writes(counted.get(i)));
        }
        writes.sort(Comparator.comparing(Table.Write.Put::key, Arrays::compareUnsigned));
        return List.copyOf(writes);
    }

    private void count(List<Folded> jobs, List<Optional<Contribution>> counted) {
        for (int i = 0; i < jobs.size(); i++) {
            tallies.replace(
                    Optional.empty(), counted.get(i), jobs.get(i).derived().kind());
            if (tallies.size() >= MAX_TALLIES) {
                tallies.save();
            }
        }
    }

    private record Folded(Bytes32 id, Derived derived) {
        List<Table.Write.Put> writes(Optional<Contribution> counted) {
            List<Table.Write.Put> writes = new ArrayList<>();
            derived.rows().forEach(row -> writes.add(row(row, id)));
            writes.add(new Table.Write.Put(
                    Keys.of(Keys.RECORD, id), derived.record(counted).encode()));
            return writes;
        }
    }

    private static Table.Write.Put row(byte[] row, Bytes32 job) {
        return new Table.Write.Put(Keys.join(row, job.toBytes()), new byte[0]);
    }

    private Optional<Folded> fold(Table.Entry row) {
        Bytes32 id = Keys.idAtEnd(row.key());
        return table.get(Keys.of(Keys.DOSSIER, id)).map(bytes -> folded(DossierCodec.decode(id, bytes)));
    }

    private Folded folded(Dossier dossier) {
        return new Folded(dossier.id(), Derived.of(settings.fold().fold(dossier, nowSeconds)));
    }

    /** Ranks all who have worked, which takes their numbers. */
    private void rank(Table.Load load) {
        Pages.of(table, new byte[] {Keys.WORKED_ON}, PAGE)
                .forEach(page -> page.stream().map(row -> Bytes32.at(row.key(), 1)).distinct().toList().parallelStream()
                        .forEach(provider -> {
                            WriteSet ranks = new WriteSet(table);
                            new Ranking(ranks, new TallyReader(ranks::get, nowSeconds)).refresh(provider);
                            ranks.commit(load::write);
                        }));
    }

    /** True when a rebuild was begun and not finished. */
    static boolean isCutOff(Table table) {
        return table.get(Keys.rebuilding()).isPresent();
    }
}
