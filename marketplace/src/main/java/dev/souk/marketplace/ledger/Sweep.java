package dev.souk.marketplace.ledger;

import dev.souk.storage.Table;
import java.util.Arrays;
import java.util.List;

/**
 * A walk over all jobs that marks their statuses as due, some at a time: after a rebuild, which may have derived other
 * statuses than were published. It goes on where it was when the process ended. Lives in a {@link WriteSet}.
 */
final class Sweep {
    private static final byte[] PLACE = {Keys.SWEEP};

    private Sweep() {}

    static void begin(WriteSet set) {
        set.put(PLACE, new byte[] {Keys.RECORD});
    }

    static boolean isUnderWay(WriteSet set) {
        return set.has(PLACE);
    }

    /** Marks the next {@code max} jobs. */
    static void goOn(WriteSet set, Marks marks, int max) {
        set.get(PLACE).ifPresent(place -> {
            List<Table.Entry> jobs = set.scan(new byte[] {Keys.RECORD}, place, max);
            jobs.forEach(row -> marks.status(Keys.idAtEnd(row.key())));
            if (jobs.size() < max) {
                set.delete(PLACE);
            } else {
                byte[] last = jobs.getLast().key();
                set.put(PLACE, Arrays.copyOf(last, last.length + 1));
            }
        });
    }
}
