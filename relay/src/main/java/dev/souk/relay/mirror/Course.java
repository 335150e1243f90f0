package dev.souk.relay.mirror;

import dev.souk.protocol.Filter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.mirror.Bookmarks.Gap;
import dev.souk.relay.mirror.Reconciliation.Result;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done on one connection, in order. Owned by the mirror's thread.
 *
 * <pre>
 * subscribe, and follow the feed     so that nothing is missed that comes from now on
 *   -> reconcile (NIP-77)            where it can be: finds all that differs
 *   -> or pages, and the feed from   where it cannot: what is newer than what was seen, and not yet sent
 *      the bookmark on
 *   -> live                          until the connection ends; reconciled again from time to time
 * </pre>
 */
final class Course {
    private static final Logger LOG = LoggerFactory.getLogger(Course.class);
    private static final Duration NOTE_INTERVAL = Duration.ofSeconds(5);

    private final Shared shared;
    private final MirrorConfig mirror;
    private final Conversation conversation;
    private final Bookmarks bookmarks;
    private final Backoff backoff;
    private final Direction direction;

    Course(Shared shared, MirrorConfig mirror, Conversation conversation, Bookmarks bookmarks, Backoff backoff) {
        this.shared = shared;
        this.mirror = mirror;
        this.conversation = conversation;
        this.bookmarks = bookmarks;
        this.backoff = backoff;
        this.direction = mirror.direction();
    }

    /** Goes on until the conversation ends, or the thread is interrupted. */
    void run() throws InterruptedException {
        begin();
        boolean isReconciled = catchUp();
        backoff.reset();
        try {
            live(isReconciled);
        } finally {
            noteSent();
        }
    }

    private void live(boolean isReconciled) throws InterruptedException {
        long lastCatchUp = System.nanoTime();
        long lastNote = System.nanoTime();
        while (true) {
            conversation.listen();
            if (Conversation.isPast(lastNote, NOTE_INTERVAL)) {
                note();
                lastNote = System.nanoTime();
            }
            Duration interval = shared.settings().catchUpInterval();
            if (isReconciled && !interval.isZero() && Conversation.isPast(lastCatchUp, interval)) {
                reconcile();
                lastCatchUp = System.nanoTime();
            }
        }
    }

    private void begin() throws InterruptedException {
        if (direction.isDown()) {
            conversation.subscribe();
        }
        if (direction.isUp()) {
            // What is new meanwhile. What is older is found by reconciling, or the feed is read again from the bookmark
            // on.
            conversation.follow(
                    Math.max(shared.sets().sequence(), bookmarks.sent().orElse(0)));
        }
    }

    /** Fetches and sends what connections before this one have left. True when the other side reconciles. */
    private boolean catchUp() throws InterruptedException {
        long start = System.nanoTime();
        long now = shared.now();
        boolean isReconciled = mirror.catchUp() && reconcile();
        if (!isReconciled) {
            goOn(now);
        } else if (direction.isDown()) {
            bookmarks.gap(shared.isNearlyFull() ? known(now) : Gap.closed(now));
        }
        note();
        LOG.info(
                "event=mirror-caught-up mirror={} by={} received={} sent={} seconds={}",
                mirror.name(),
                isReconciled ? "negentropy" : "bookmarks",
                conversation.kept(),
                conversation.sent(),
                String.format(Locale.ROOT, "%.1f", (System.nanoTime() - start) / 1e9));
        return isReconciled;
    }

    /** What is older than what was seen is left there while there is no room for it here. */
    private boolean reconcile() throws InterruptedException {
        List<Filter> all = conversation.filters();
        if (!direction.isDown() || !shared.isNearlyFull()) {
            return reconcile(direction, all, () -> !shared.isNearlyFull());
        }
        LOG.info("event=mirror-leaves-history mirror={} why=\"retention.max_bytes is nearly reached\"", mirror.name());
        long seen = bookmarks.gap().map(Gap::seen).orElseGet(shared::now);
        List<Filter> recent = all.stream()
                .map(filter -> Filters.since(filter, seen - Pages.OVERLAP_SECONDS))
                .toList();
        return (!direction.isUp() || reconcile(Direction.UP, all, () -> false))
                && reconcile(Direction.DOWN, recent, () -> true);
    }

    private boolean reconcile(Direction way, List<Filter> filters, BooleanSupplier isFetching)
            throws InterruptedException {
        for (Filter filter : filters) {
            Result result = new Reconciliation(shared, conversation, way, isFetching).of(filter);
            if (result == Result.TOO_LARGE) {
                conversation.complain(
                        "large", "more than negentropy.max_items events match a filter that is not stored");
            }
            if (result != Result.DONE) {
                return false;
            }
        }
        return true;
    }

    private void goOn(long now) throws InterruptedException {
        if (direction.isUp()) {
            conversation.follow(bookmarks
                    .sent()
                    .orElse(mirror.catchUp() ? 0 : shared.store().sequence()));
        }
        if (direction.isDown()) {
            new Pages(conversation, bookmarks, conversation.filters(), () -> !shared.isNearlyFull())
                    .fetch(known(now), now);
        }
    }

    /** What is still to be fetched. */
    private Gap known(long now) {
        return bookmarks.gap().orElseGet(() -> mirror.catchUp() ? all(now) : Gap.closed(now));
    }

    private Gap all(long now) {
        long since =
                conversation.filters().stream().mapToLong(Filter::since).min().orElse(0);
        return new Gap(Math.max(0, since), now, now);
    }

    /** Keeps how far it has come. */
    private void note() {
        if (direction.isDown() && conversation.isSettled()) {
            Gap gap = bookmarks.gap().orElseGet(() -> Gap.closed(shared.now()));
            bookmarks.gap(gap.seenUpTo(shared.now()));
        }
        noteSent();
    }

    private void noteSent() {
        if (direction.isUp()) {
            bookmarks.sent(conversation.answeredPlace());
        }
    }
}
