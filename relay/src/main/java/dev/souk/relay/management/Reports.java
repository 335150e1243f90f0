package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.Tag;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.moderation.Moderation;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which stored events were reported (NIP-56), and are neither banned nor allowed. Nothing is kept: the stored reports are
 * read whenever somebody asks, the newest first, so that a report that was deleted, has expired or whose author was banned
 * does not count. Thread-safe.
 *
 * <p>Bounded against floods: of so many reports, of one reporter so many events, of one report so many tags.
 */
final class Reports {
    private static final int KIND = 1_984;

    /** Events that one key can put on the list. */
    static final int MAX_EVENTS_OF_REPORTER = 200;

    /** Events that one report can name. */
    private static final int MAX_EVENTS_OF_REPORT = 20;

    private static final String OTHER = "other";
    private static final Set<String> TYPES =
            Set.of("nudity", "malware", "profanity", "illegal", "spam", "impersonation", OTHER);

    /** Most reporters first, then the last report, then the id. */
    private static final Comparator<Reported> ORDER = Comparator.comparingInt(Reported::reporters)
            .thenComparingLong(Reported::latest)
            .reversed()
            .thenComparing(Reported::id);

    private final EventStore store;
    private final Moderation moderation;
    private final IntSupplier maxReports;

    Reports(EventStore store, Moderation moderation, IntSupplier maxReports) {
        this.store = store;
        this.moderation = moderation;
        this.maxReports = maxReports;
    }

    /**
     * An event that was reported.
     *
     * @param reporters each counts once
     * @param types how many called it what
     * @param latest when it was reported last
     */
    record Reported(Bytes32 id, int reporters, Map<String, Integer> types, long latest) {
        /** For people: {@code 3 reports: spam 2, illegal 1}. */
        String summary() {
            String words = types.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(type -> type.getKey() + " " + type.getValue())
                    .collect(Collectors.joining(", "));
            return reporters + (reporters == 1 ? " report: " : " reports: ") + words;
        }
    }

    /** The reports of one event; used by one thread. */
    private static final class Tally {
        private final Set<Bytes32> reporters = new HashSet<>();
        private final Map<String, Integer> types = new TreeMap<>();
        private long latest;

        private void add(Bytes32 reporter, String type, long time) {
            if (reporters.add(reporter)) {
                types.merge(type, 1, Integer::sum);
                latest = Math.max(latest, time);
            }
        }
    }

    /**
     * At most {@code count} events, those with most reporters first, those behind {@code after}.
     *
     * @throws RefusedCallException when nobody reports {@code after} any more
     */
    List<Reported> pending(Optional<Bytes32> after, int count) {
        Map<Bytes32, Tally> tallies = tally();
        Stream<Reported> all = tallies.entrySet().stream()
                .map(entry -> reported(entry.getKey(), entry.getValue()))
                .sorted(ORDER);
        if (after.isPresent()) {
            Tally last = Optional.ofNullable(tallies.get(after.get()))
                    .orElseThrow(() -> new RefusedCallException("the entry before is gone: begin anew"));
            Reported before = reported(after.get(), last);
            all = all.filter(event -> ORDER.compare(event, before) > 0);
        }
        return all.filter(event -> isPending(event.id())).limit(count).toList();
    }

    private static Reported reported(Bytes32 id, Tally tally) {
        return new Reported(id, tally.reporters.size(), tally.types, tally.latest);
    }

    private boolean isPending(Bytes32 id) {
        return !moderation.allowedEvents().contains(id)
                && !moderation.bannedEvents().contains(id)
                && store.contains(id);
    }

    private Map<Bytes32, Tally> tally() {
        Map<Bytes32, Tally> tallies = new HashMap<>();
        Map<Bytes32, Integer> eventsOf = new HashMap<>();
        Filter filter =
                Filter.builder().kinds(KIND).limit(maxReports.getAsInt()).build();
        try (Snapshot snapshot = store.snapshot();
                EventCursor reports = snapshot.find(List.of(filter))) {
            for (Optional<StoredEvent> report = reports.next(); report.isPresent(); report = reports.next()) {
                EventHeader header = report.get().header();
                if (eventsOf.getOrDefault(header.pubkey(), 0) < MAX_EVENTS_OF_REPORTER) {
                    int named = add(EventReader.read(report.get().json()), tallies);
                    eventsOf.merge(header.pubkey(), named, Integer::sum);
                }
            }
        }
        return tallies;
    }

    /** Counts one report; returns how many events it names. */
    private static int add(Event report, Map<Bytes32, Tally> tallies) {
        List<Tag> named = report.tags().stream()
                .filter(tag -> tag.name().equals("e"))
                .limit(MAX_EVENTS_OF_REPORT)
                .toList();
        for (Tag tag : named) {
            String type = type(tag).or(() -> typeOf(report)).orElse(OTHER);
            tag.value()
                    .flatMap(Bytes32::parse)
                    .ifPresent(id -> tallies.computeIfAbsent(id, fresh -> new Tally())
                            .add(report.pubkey(), type, report.createdAt()));
        }
        return named.size();
    }

    /** Some clients put it into the tag of the author, or of the blob. */
    private static Optional<String> typeOf(Event report) {
        return report.tags().stream()
                .filter(tag -> tag.name().equals("p") || tag.name().equals("x"))
                .flatMap(tag -> type(tag).stream())
                .findFirst();
    }

    private static Optional<String> type(Tag tag) {
        return tag.elements().size() > 2
                ? Optional.of(tag.elements().get(2)).filter(TYPES::contains)
                : Optional.empty();
    }
}
