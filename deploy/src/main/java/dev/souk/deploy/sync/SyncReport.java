package dev.souk.deploy.sync;

import dev.souk.protocol.Bytes32;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a sync did.
 *
 * @param onlyHere events that only the store had
 * @param onlyThere events that only the other relay had
 * @param uploaded events that the other relay has taken
 * @param downloaded events that the store has taken
 * @param remaining what differs still, with the reason
 * @param unexplained how many differ still, and nobody said why: new since, or the other side is not honest
 */
public record SyncReport(
        long onlyHere,
        long onlyThere,
        long uploaded,
        long downloaded,
        Map<Bytes32, String> remaining,
        long unexplained) {
    private static final int MAX_REASONS = 20;

    public SyncReport {
        remaining = Map.copyOf(remaining);
    }

    /** For people: a line of numbers, and one for each reason. */
    public List<String> lines() {
        Map<String, Long> counts = new TreeMap<>();
        remaining.values().forEach(why -> counts.merge(why, 1L, Long::sum));
        List<String> lines = new java.util.ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "only here %,d, only there %,d; sent %,d, received %,d; left %,d",
                onlyHere,
                onlyThere,
                uploaded,
                downloaded,
                remaining.size() + unexplained));
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MAX_REASONS)
                .forEach(reason ->
                        lines.add(String.format(Locale.ROOT, "  %,d %s", reason.getValue(), reason.getKey())));
        if (unexplained > 0) {
            lines.add(String.format(Locale.ROOT, "  %,d came in meanwhile, or nobody says why", unexplained));
        }
        return lines;
    }
}
