package dev.souk.relay.retention;

import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.RetentionConfig;
import dev.souk.relay.config.RetentionRule;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventCursor.Step;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoreStatistics;
import dev.souk.storage.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One search of the store for what has to go: rule by rule, then for space. Found events are handed over in pages; whether
 * they are removed is for the {@link Target} to do. Between two pages no snapshot is held. It ends when the settings change, so
 * that a slip can be corrected while events go. Used once, by one thread.
 */
public final class Sweep {
    /** The name of what goes for the sake of space. */
    public static final String SPACE = "max_bytes";

    /** Events in one page: the writer removes it in some 5 ms. */
    static final int PAGE = 200;

    private static final int ROWS_AT_ONCE = 10_000;

    /** A rule about more kinds than that is searched for by time alone. */
    private static final int MAX_KINDS = 200;

    /** Space is made for a while, not for a moment. */
    private static final double KEPT_SHARE = 0.95;

    private final EventStore store;
    private final Retention retention;
    private final RetentionConfig config;
    private final Target target;
    private final long now;
    private long taken;
    private boolean isCutOff;

    /** Takes what has to go. */
    public interface Target {
        /**
         * A page of it, all for one reason.
         *
         * @param cause the rule's text, or {@link #SPACE}
         */
        void take(String cause, List<StoredEvent> page) throws InterruptedException;

        /** Has the space of what is removed given back before it is measured. False when nothing is really removed. */
        boolean reclaim();
    }

    public Sweep(EventStore store, Retention retention, Target target) {
        this.store = store;
        this.retention = retention;
        this.config = retention.settings();
        this.target = target;
        this.now = retention.now();
    }

    /**
     * Goes through everything, and returns how many events were handed over.
     *
     * @param since what was too old at that time has been handed over before; 0 for nothing
     */
    public long run(long since) throws InterruptedException {
        for (int rule = 0; rule < config.rules().size() && goesOn(); rule++) {
            takeOld(rule, since);
        }
        if (goesOn() && config.maxBytes() > 0 && store.statistics().eventBytes() > config.maxBytes()) {
            makeSpace();
        }
        return taken;
    }

    /** True when other settings came before it was through; the next one may find what it has left. */
    public boolean isCutOff() {
        return isCutOff;
    }

    /** Once the settings have changed it does not, also when they change back. */
    private boolean goesOn() {
        isCutOff = isCutOff || !retention.settings().equals(config);
        return !isCutOff;
    }

    private void take(String cause, List<StoredEvent> page) throws InterruptedException {
        if (!page.isEmpty()) {
            target.take(cause, page);
            taken += page.size();
        }
    }

    private void takeOld(int number, long since) throws InterruptedException {
        RetentionRule rule = config.rules().get(number);
        long from = Math.max(0, since - rule.age().toSeconds());
        long until = now - rule.age().toSeconds() - 1;
        // Of the second in which a page ends there may be more, and what was taken may still be there.
        Set<Long> before = new HashSet<>();
        List<StoredEvent> page = page(number, filter(rule, from, until), before);
        while (!page.isEmpty() && goesOn()) {
            take(rule.toString(), page);
            long last = page.getLast().header().createdAt();
            if (last < until) {
                before.clear();
                until = last;
            }
            page.stream()
                    .filter(event -> event.header().createdAt() == last)
                    .forEach(event -> before.add(event.sequence()));
            page = page(number, filter(rule, from, until), before);
        }
    }

    private List<StoredEvent> page(int rule, Filter filter, Set<Long> before) throws InterruptedException {
        List<StoredEvent> page = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot();
                EventCursor events = snapshot.find(List.of(filter), event -> goes(event, rule))) {
            while (page.size() < PAGE) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                switch (events.advance(ROWS_AT_ONCE)) {
                    case Step.Match(StoredEvent event) -> {
                        if (!before.contains(event.sequence())) {
                            page.add(event);
                        }
                    }
                    case Step.Paused() -> {}
                    case Step.Finished finished -> {
                        return page;
                    }
                }
            }
        }
        return page;
    }

    private boolean goes(EventHeader event, int rule) {
        return retention.ruleFor(event, now).equals(OptionalInt.of(rule));
    }

    private static Filter filter(RetentionRule rule, long since, long until) {
        Filter.Builder filter = Filter.builder().since(since).until(until);
        long kinds = rule.kinds().stream()
                .mapToLong(range -> range.last() - range.first() + 1L)
                .sum();
        if (kinds > 0 && kinds <= MAX_KINDS) {
            filter.kinds(kinds(rule));
        }
        return filter.build();
    }

    private static Set<Integer> kinds(RetentionRule rule) {
        Set<Integer> kinds = new HashSet<>();
        for (KindRange range : rule.kinds()) {
            for (int kind = range.first(); kind <= range.last(); kind++) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** What was stored first goes first. How much is estimated, and measured by the next sweep. */
    private void makeSpace() throws InterruptedException {
        boolean isReclaimed = target.reclaim();
        StoreStatistics stored = store.statistics();
        double gone = isReclaimed ? 0 : (double) taken / Math.max(1, stored.events());
        double bytes = stored.eventBytes() * (1 - gone);
        if (bytes <= config.maxBytes()) {
            return;
        }
        long tooMany = (long) Math.ceil(stored.events() * (1 - gone) * (1 - KEPT_SHARE * config.maxBytes() / bytes));
        long place = 0;
        List<StoredEvent> page = storedAfter(place);
        while (tooMany > 0 && !page.isEmpty() && goesOn()) {
            List<StoredEvent> going = page.stream()
                    .filter(event -> !retention.isExempt(event.header()))
                    .filter(event -> retention.ruleFor(event.header(), now).isEmpty())
                    .limit(tooMany)
                    .toList();
            take(SPACE, going);
            tooMany -= going.size();
            page = storedAfter(page.getLast().sequence());
        }
    }

    private List<StoredEvent> storedAfter(long place) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return store.storedAfter(place, PAGE);
    }
}
