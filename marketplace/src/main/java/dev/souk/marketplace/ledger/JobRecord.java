package dev.souk.marketplace.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the last fold of a job wrote, so that the next one can take it back.
 *
 * @param rows keys that stand for the job, without its id at the end
 * @param contribution what was added to the statistics, encoded
 * @param status the status word
 * @param kind of the request, 0 while that is not known
 */
record JobRecord(List<byte[]> rows, Optional<byte[]> contribution, Optional<String> status, int kind) {
    /** Nothing was written. */
    static final JobRecord NONE = new JobRecord(List.of(), Optional.empty(), Optional.empty(), 0);

    private static final int VERSION = 2;

    /** True when work stood that was handed over. */
    boolean isDelivered() {
        return rows.stream().anyMatch(row -> row[0] == Keys.DELIVERED);
    }

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        out.small(VERSION);
        out.number(rows.size());
        rows.forEach(out::blob);
        out.optional(contribution, out::blob);
        out.optional(status, out::text);
        out.number(kind);
        return out.toBytes();
    }

    static JobRecord decode(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        in.version(VERSION);
        return new JobRecord(
                new ArrayList<>(in.list(in::blob)), in.optional(in::blob), in.optional(in::text), (int) in.number());
    }
}
