package dev.souk.deploy.transfer;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an import did.
 *
 * @param read lines that were not blank
 * @param stored events kept
 * @param duplicates events that were stored before
 * @param superseded not kept: the store has a newer version
 * @param deleted not kept: the author has requested their deletion
 * @param expired not kept: their expiration has passed
 * @param ephemeral not kept: their kind is ephemeral
 * @param removed events that left the store, as imported ones replaced or deleted them
 * @param rejected lines that are no acceptable event, by sort of reason
 */
public record ImportSummary(
        long read,
        long stored,
        long duplicates,
        long superseded,
        long deleted,
        long expired,
        long ephemeral,
        long removed,
        Map<Rejection.Cause, Tally> rejected,
        long millis) {
    public ImportSummary {
        Map<Rejection.Cause, Tally> copy = new EnumMap<>(Rejection.Cause.class);
        copy.putAll(rejected);
        rejected = java.util.Collections.unmodifiableMap(copy);
    }

    /** Lines that were rejected for any reason. */
    public long totalRejected() {
        return rejected.values().stream().mapToLong(Tally::count).sum();
    }

    /** False when the operator's plugin was to be asked and could not be: the same file may give more another time. */
    public boolean isJudged() {
        return !rejected.containsKey(Rejection.Cause.UNJUDGED);
    }

    /** For people: a line of numbers, and one for each sort of rejection; {@code unit} is what a line is called. */
    public String text(String unit) {
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "read %,d, stored %,d, duplicates %,d, superseded %,d, deleted %,d, expired %,d, ephemeral %,d,"
                        + " rejected %,d; removed by them %,d; %.1f s, %,d events/s",
                read,
                stored,
                duplicates,
                superseded,
                deleted,
                expired,
                ephemeral,
                totalRejected(),
                removed,
                millis / 1000.0,
                read * 1000 / Math.max(1, millis)));
        rejected.forEach((cause, tally) -> out.append("\n  rejected as ")
                .append(cause.words())
                .append(": ")
                .append(tally.text(unit)));
        return out.toString();
    }
}
