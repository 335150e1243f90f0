package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.Bid;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.job.JobStatus;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Finds jobs: walks the shortest list that fits the query, in its order, and checks the rest of the conditions on each
 * job. A page ends when it is full or when {@link #MAX_EXAMINED} jobs were looked at; its cursor says where to go on.
 * Thread-safe.
 */
final class JobSearch {
    /** So many jobs are looked at for one page. */
    static final int MAX_EXAMINED = 2_000;

    private static final int TIME_BYTES = 8;

    private final Table table;
    private final Function<Bytes32, Optional<Job>> jobs;

    JobSearch(Table table, Function<Bytes32, Optional<Job>> jobs) {
        this.table = table;
        this.jobs = jobs;
    }

    MarketView.JobPage find(JobQuery query) {
        byte[] prefix = prefix(query);
        boolean isByBid = query.sort() == JobQuery.Sort.BID;
        List<Job> found = new ArrayList<>();
        byte[] from = query.cursor()
                .map(cursor -> Cursor.within(prefix, Cursor.decode(cursor, "jobs"), "jobs"))
                .orElseGet(() -> isByBid ? prefix : Keys.join(prefix, newest(query)));
        int examined = 0;
        while (true) {
            int wanted = Math.min(query.limit() - found.size(), MAX_EXAMINED - examined);
            List<Table.Entry> rows = scan(query, prefix, from, Math.max(1, wanted));
            for (Table.Entry row : rows) {
                byte[] key = row.key();
                examined++;
                if (!isByBid && isPast(query, key)) {
                    return new MarketView.JobPage(found, Optional.empty());
                }
                jobs.apply(Keys.idAtEnd(key)).filter(job -> fits(query, job)).ifPresent(found::add);
                from = after(query, key);
            }
            if (rows.size() < wanted) {
                return new MarketView.JobPage(found, Optional.empty());
            }
            if (found.size() >= query.limit() || examined >= MAX_EXAMINED) {
                return new MarketView.JobPage(found, Optional.of(Cursor.encode(from)));
            }
        }
    }

    private List<Table.Entry> scan(JobQuery query, byte[] prefix, byte[] from, int max) {
        return query.sort() == JobQuery.Sort.OLDEST
                ? table.scanBackwards(prefix, from, max)
                : table.scan(prefix, from, max);
    }

    /** Where the walk begins in a list by time. */
    private static byte[] newest(JobQuery query) {
        if (query.sort() == JobQuery.Sort.OLDEST) {
            long since = Math.max(0, query.since().orElse(0));
            // Backwards from behind the last row of that second.
            return Keys.join(number(Keys.inverted(since)), filled());
        }
        return query.until().isPresent()
                ? number(Keys.inverted(Math.max(0, query.until().getAsLong())))
                : new byte[0];
    }

    /** True when the walk has left the time that is asked for. */
    private static boolean isPast(JobQuery query, byte[] key) {
        long time = Keys.inverted(ByteBuffer.wrap(key).getLong(key.length - Bytes32.SIZE - TIME_BYTES));
        OptionalLong end = query.sort() == JobQuery.Sort.OLDEST ? query.until() : query.since();
        if (end.isEmpty()) {
            return false;
        }
        return query.sort() == JobQuery.Sort.OLDEST ? time > end.getAsLong() : time < end.getAsLong();
    }

    private static byte[] after(JobQuery query, byte[] key) {
        return query.sort() == JobQuery.Sort.OLDEST ? before(key) : Arrays.copyOf(key, key.length + 1);
    }

    /** The highest key below {@code key} of the same length. */
    private static byte[] before(byte[] key) {
        byte[] lower = key.clone();
        for (int i = lower.length - 1; i >= 0; i--) {
            if (lower[i]-- != 0) {
                return lower;
            }
        }
        return lower;
    }

    private static byte[] filled() {
        byte[] bytes = new byte[Bytes32.SIZE];
        Arrays.fill(bytes, (byte) 0xFF);
        return bytes;
    }

    /** The shortest list that fits. */
    private static byte[] prefix(JobQuery query) {
        boolean isByBid = query.sort() == JobQuery.Sort.BID;
        Optional<byte[]> type = query.type().map(JobList::type);
        if (isByBid) {
            return type.map(JobList.TYPE_BID::prefix).orElseGet(() -> JobList.BID.prefix(JobList.none()));
        }
        if (query.customer().isPresent()) {
            return JobList.CUSTOMER.prefix(query.customer().get().toBytes());
        }
        if (query.provider().isPresent()) {
            return JobList.PROVIDER.prefix(query.provider().get().toBytes());
        }
        Optional<JobStatus> status =
                query.statuses().size() == 1 ? query.statuses().stream().findFirst() : Optional.empty();
        if (type.isPresent()) {
            return ofType(query, type.get(), status);
        }
        if (status.isPresent()) {
            return JobList.STATUS.prefix(JobList.status(status.get()));
        }
        if (query.kind().isPresent()) {
            return JobList.KIND.prefix(JobList.kind(query.kind().getAsInt()));
        }
        return query.isOpen()
                .map(open -> JobList.OPEN.prefix(JobList.open(open)))
                .orElseGet(() -> JobList.ALL.prefix(JobList.none()));
    }

    private static byte[] ofType(JobQuery query, byte[] type, Optional<JobStatus> status) {
        if (status.isPresent()) {
            return JobList.TYPE_STATUS.prefix(Keys.join(type, JobList.status(status.get())));
        }
        return query.isOpen()
                .map(open -> JobList.TYPE_OPEN.prefix(Keys.join(type, JobList.open(open))))
                .orElseGet(() -> JobList.TYPE.prefix(type));
    }

    private static boolean fits(JobQuery query, Job job) {
        return job.request().filter(request -> fits(query, request)).isPresent()
                && (query.statuses().isEmpty() || query.statuses().contains(job.status()))
                && query.isOpen().filter(open -> open != job.isOpen()).isEmpty()
                && query.provider()
                        .filter(provider -> job.offers().stream()
                                .noneMatch(offer -> offer.provider().equals(provider)))
                        .isEmpty();
    }

    private static boolean fits(JobQuery query, JobRequest request) {
        long time = JobList.time(request);
        return query.type().filter(type -> !type.equals(request.type())).isEmpty()
                && (query.kind().isEmpty()
                        || query.kind().getAsInt() == request.source().kind())
                && query.customer()
                        .filter(customer -> !customer.equals(request.customer()))
                        .isEmpty()
                && (query.minBidMsat().isEmpty()
                        || request.bid().map(Bid::msat).orElse(-1L)
                                >= query.minBidMsat().getAsLong())
                && (query.since().isEmpty() || time >= query.since().getAsLong())
                && (query.until().isEmpty() || time <= query.until().getAsLong());
    }

    private static byte[] number(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
