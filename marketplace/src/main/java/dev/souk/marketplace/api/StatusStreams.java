package dev.souk.marketplace.api;

import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.MarketView.StatusChange;
import dev.souk.relay.extension.HttpStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends changes of status to open streams. Each stream has its own place in the numbered changes, so that one that comes
 * late, or resumes, is served the same way as the others, and those who are up to date wait for none of them longer than
 * for one turn. The work is done by the thread {@code market-streams}, which
 * lives while there is some; how many streams there are, and how much may wait for a slow client, is for the relay to
 * limit.
 */
final class StatusStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusStreams.class);

    /** Changes that are shown before it is the turn of others. */
    static final int TURN = 500;

    private final MarketView view;
    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(2), task -> new Thread(task, "market-streams"));

    StatusStreams(MarketView view) {
        this.view = view;
        thread.allowCoreThreadTimeOut(true);
    }

    /** Where a stream is. Owned by the thread {@code market-streams} once it is open. */
    private static final class Place {
        private final HttpStream stream;
        private final StreamFilter filter;
        private long after;
        private long told;

        private Place(HttpStream stream, StreamFilter filter, long after) {
            this.stream = stream;
            this.filter = filter;
            this.after = after;
            this.told = after;
        }
    }

    /** A change, encoded once for all, and its job, looked up if it is asked for. Lives while it is shown. */
    private final class Shown {
        private final StatusChange change;
        private final byte[] bytes;
        private Optional<Job> job = Optional.empty();
        private boolean isLookedUp;

        private Shown(StatusChange change) {
            this.change = change;
            this.bytes = encode(change);
        }

        private Optional<Job> job() {
            if (!isLookedUp) {
                job = view.job(change.job());
                isLookedUp = true;
            }
            return job;
        }
    }

    /** Takes a stream on, from what {@code live} says. */
    void open(HttpStream stream, Answer.Live live) {
        Place place = new Place(stream, live.filter(), live.after());
        stream.send(text("retry: 3000\nid: " + live.after() + "\n\n"));
        places.add(place);
        stream.onClose(() -> places.remove(place));
        if (thread.isShutdown()) {
            stream.close();
        }
        wake();
    }

    /** Says that there may be new changes. Any thread; waits for nothing. */
    void wake() {
        if (!places.isEmpty() && isWoken.compareAndSet(false, true)) {
            try {
                thread.execute(this::serve);
            } catch (RejectedExecutionException e) {
                // Closed: nobody is served any more.
                isWoken.set(false);
            }
        }
    }

    /** When the view fails, all streams end: their clients come back and go on where they were. */
    private void serve() {
        isWoken.set(false);
        try {
            serveInTurns();
        } catch (RuntimeException e) {
            LOG.error("event=streams-failed streams={}", places.size(), e);
            endAll();
        }
    }

    /**
     * Serves until nobody has anything new. A round is two turns: one for those who are close to the newest change, and
     * one for those who come from behind. The latter are gone through from the oldest place to the newest, and whoever
     * is met on the way comes along: however many there are, and wherever they began, they cost one reading.
     */
    private void serveInTurns() {
        long behind = 0;
        while (!thread.isShutdown()) {
            // In this order: nobody has taken a place behind a number that is read later.
            List<Place> all = List.copyOf(places);
            long newest = view.lastStatusChange();
            all.stream().filter(place -> place.after > newest).forEach(place -> reset(place, newest));
            List<Place> waiting = all.stream()
                    .filter(place -> place.after < newest)
                    .sorted(Comparator.comparingLong(place -> place.after))
                    .toList();
            if (waiting.isEmpty()) {
                return;
            }
            List<Place> close = waiting.stream()
                    .filter(place -> place.after >= newest - TURN)
                    .toList();
            List<Place> far = waiting.subList(0, waiting.size() - close.size());
            advance(close, newest);
            behind = advance(from(behind, far), newest);
        }
    }

    /** Those from this number on, or all when there is nobody. */
    private static List<Place> from(long number, List<Place> sorted) {
        List<Place> beyond =
                sorted.stream().filter(place -> place.after >= number).toList();
        return beyond.isEmpty() ? sorted : beyond;
    }

    /**
     * Shows the changes behind the first place to it and to all who are in their midst.
     *
     * @param sorted by their place, the lowest first
     * @return the number of the last change that was shown
     */
    private long advance(List<Place> sorted, long newest) {
        if (sorted.isEmpty()) {
            return 0;
        }
        List<StatusChange> changes =
                view.statusChanges(sorted.getFirst().after, TURN).changes();
        long last = changes.isEmpty() ? newest : changes.getLast().number();
        long before = changes.isEmpty() ? newest : changes.getFirst().number() - 1;
        List<Place> group = new ArrayList<>(
                sorted.stream().filter(place -> place.after < last).toList());
        group.stream().filter(place -> place.after < before).forEach(place -> reset(place, before));
        for (StatusChange change : changes) {
            Shown shown = new Shown(change);
            group.removeIf(place -> place.after < change.number() && !show(place, shown));
        }
        group.forEach(place -> {
            place.after = last;
            keepTrack(place);
        });
        return last;
    }

    /** False when the stream has ended. */
    private boolean show(Place place, Shown shown) {
        if (!place.filter.matches(shown.change.type(), shown::job)) {
            return true;
        }
        place.told = shown.change.number();
        boolean isOpen = place.stream.send(shown.bytes);
        if (!isOpen) {
            places.remove(place);
        }
        return isOpen;
    }

    /** Tells a stream that what came between its place and {@code to} is not known, or never was. */
    private static void reset(Place place, long to) {
        place.stream.send(text("id: " + to + "\nevent: reset\ndata: {\"last_event_id\":" + place.after + "}\n\n"));
        place.after = to;
        place.told = to;
    }

    /** Tells a stream that is shown little where it is, so that it does not come back to what is long forgotten. */
    private static void keepTrack(Place place) {
        if (place.after - place.told >= TURN) {
            place.stream.send(text("id: " + place.after + "\n\n"));
            place.told = place.after;
        }
    }

    private static byte[] encode(StatusChange change) {
        Json json = new Json().object();
        json.put("number", change.number())
                .put("job", change.job())
                .put("from", change.from())
                .put("to", change.to())
                .put("type", change.type())
                .put("at", change.at());
        String document = new String(json.end().toBytes(), StandardCharsets.UTF_8);
        return text("id: " + change.number() + "\nevent: status\ndata: " + document + "\n\n");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Ends all streams. */
    @Override
    public void close() {
        thread.shutdown();
        endAll();
    }

    private void endAll() {
        places.forEach(place -> place.stream.close());
        places.clear();
    }
}
