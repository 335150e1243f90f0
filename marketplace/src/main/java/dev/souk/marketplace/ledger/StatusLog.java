package dev.souk.marketplace.ledger;

import dev.souk.marketplace.job.Job;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last changes of status, numbered without gaps, for whoever follows them. Lives in a {@link WriteSet}. */
final class StatusLog {
    /** So many are kept. */
    static final long KEPT = 100_000;

    private static final byte[] LAST = Keys.counter(Keys.STATUS_CHANGE);

    private final WriteSet set;

    StatusLog(WriteSet set) {
        this.set = set;
    }

    void add(Job job, Optional<String> from, long at) {
        long number = set.number(LAST, 0) + 1;
        set.putNumber(LAST, number);
        FieldWriter out = new FieldWriter();
        out.id(job.id());
        out.optional(from, out::text);
        out.text(job.status().wire());
        out.text(job.request().map(request -> request.type().name()).orElse(""));
        out.number(at);
        set.put(Keys.of(Keys.STATUS_CHANGE, number), out.toBytes());
        set.delete(Keys.of(Keys.STATUS_CHANGE, number - KEPT));
    }

    static long last(Table table) {
        return table.get(LAST).map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(0L);
    }

    static MarketView.StatusChanges after(Table table, long number, int max) {
        byte[] prefix = {Keys.STATUS_CHANGE};
        List<MarketView.StatusChange> changes = new ArrayList<>();
        for (Table.Entry row : table.scan(prefix, Keys.of(Keys.STATUS_CHANGE, number + 1), max)) {
            FieldReader in = new FieldReader(row.value());
            changes.add(new MarketView.StatusChange(
                    ByteBuffer.wrap(row.key()).getLong(1),
                    in.id(),
                    in.optional(in::text),
                    in.text(),
                    in.text(),
                    in.number()));
        }
        boolean isTruncated = number < last(table) - KEPT
                || (!changes.isEmpty() && changes.get(0).number() != number + 1);
        return new MarketView.StatusChanges(changes, isTruncated);
    }
}
