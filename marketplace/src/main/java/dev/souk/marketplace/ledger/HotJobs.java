package dev.souk.marketplace.ledger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobFold;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Jobs as they stand, those that are asked for often without reading and folding their dossiers again. What a job is
 * follows from its dossier and the clock. So one is forgotten when its dossier has been written anew, which the ledger
 * tells, and is not given out once the clock may have changed it, which the job itself tells. Past its bytes those leave
 * that are asked for least. Thread-safe.
 */
public final class HotJobs {
    /** The bytes of heap that a job takes for each byte of its dossier, and those beside it. */
    private static final int BYTES_FOR_EACH = 4;

    private static final int OVERHEAD = 1_000;

    private final Table table;
    private final JobFold fold;
    private final LedgerMeters meters;
    private final Cache<Bytes32, Folded> jobs;

    /** Rises before the jobs that were written anew are forgotten: what was read before may be of before. */
    private final AtomicLong writes = new AtomicLong();

    /** @param maxBytes of heap; 0 to remember nothing */
    public HotJobs(Table table, JobFold fold, long maxBytes, LedgerMeters meters) {
        this.table = table;
        this.fold = fold;
        this.meters = meters;
        this.jobs = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Bytes32 id, Folded folded) -> folded.bytes())
                .executor(Runnable::run)
                .build();
    }

    private record Folded(Job job, long at, int bytes) {
        boolean isStillSo(long nowSeconds) {
            return nowSeconds >= at
                    && (job.nextChange().isEmpty()
                            || nowSeconds < job.nextChange().getAsLong());
        }
    }

    /** The job as it stands at {@code nowSeconds}, if anything is known of it. */
    Optional<Job> job(Bytes32 id, long nowSeconds) {
        Optional<Job> hot = Optional.ofNullable(jobs.getIfPresent(id))
                .filter(folded -> folded.isStillSo(nowSeconds))
                .map(Folded::job);
        meters.asked(hot.isPresent());
        return hot.isPresent() ? hot : read(id, nowSeconds);
    }

    private Optional<Job> read(Bytes32 id, long nowSeconds) {
        long before = writes.get();
        Optional<byte[]> bytes = table.get(Keys.of(Keys.DOSSIER, id));
        Optional<Job> job = bytes.map(dossier -> DossierCodec.decode(id, dossier))
                .filter(dossier -> !dossier.isEmpty())
                .map((Dossier dossier) -> fold.fold(dossier, nowSeconds));
        job.ifPresent(folded ->
                keep(new Folded(folded, nowSeconds, OVERHEAD + BYTES_FOR_EACH * bytes.orElseThrow().length), before));
        return job;
    }

    /** Keeps it unless a dossier was written meanwhile; from here on {@link #changed} finds it, and takes it out again. */
    private void keep(Folded folded, long before) {
        jobs.asMap().compute(folded.job().id(), (id, kept) -> writes.get() == before ? folded : kept);
    }

    /** The dossiers of these jobs have been written anew, or may have been. */
    void changed(Collection<Bytes32> ids) {
        writes.incrementAndGet();
        jobs.invalidateAll(ids);
    }
}
