package dev.souk.marketplace.api;

import dev.souk.marketplace.job.Job;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.MarketView.StatusChange;
import dev.souk.relay.extension.HttpStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * late, or resumes, is served the same way as the others. The work is done by the thread {@code market-streams}, which
 * lives while there is some; how many streams there are, and how much may wait for a slow client, is for the relay to
 * limit.
 */
final class StatusStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusStreams.class);

    /** Changes of one stream that are sent before the next one's turn. */
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

    /** A change, encoded once for all, and its job, looked up if it is asked for. Owned by one turn. */
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

    /** Changes behind one number. */
    private record Turn(List<Shown> changes, boolean isTruncated) {}

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

    /** Serves all places in turns until none has anything new. */
    private void serveInTurns() {
        boolean isMoving = true;
        while (isMoving && !thread.isShutdown()) {
            isMoving = false;
            Map<Long, Turn> turns = new HashMap<>();
            for (Place place : places) {
                isMoving |= advance(place, turns);
            }
        }
    }

    /** True when the place has moved on. */
    private boolean advance(Place place, Map<Long, Turn> turns) {
        Turn turn = turns.computeIfAbsent(place.after, this::turn);
        long last = turn.changes().isEmpty()
                ? newest(place)
                : turn.changes().getLast().change.number();
        if (turn.isTruncated() || last < place.after) {
            long before = turn.changes().isEmpty()
                    ? last
                    : turn.changes().getFirst().change.number() - 1;
            place.stream.send(
                    text("id: " + before + "\nevent: reset\ndata: {\"last_event_id\":" + place.after + "}\n\n"));
            place.told = before;
        }
        for (Shown shown : turn.changes()) {
            if (place.filter.matches(shown.change.type(), shown::job)) {
                place.told = shown.change.number();
                if (!place.stream.send(shown.bytes)) {
                    places.remove(place);
                    return false;
                }
            }
        }
        boolean hasMoved = last != place.after;
        place.after = last;
        keepTrack(place);
        return hasMoved;
    }

    /** The newest number, when there is nothing behind the place's own: a lower one if that was never given. */
    private long newest(Place place) {
        return Math.min(place.after, view.lastStatusChange());
    }

    /** Tells a stream that is shown little where it is, so that it does not come back to what is long forgotten. */
    private static void keepTrack(Place place) {
        if (place.after - place.told >= TURN) {
            place.stream.send(text("id: " + place.after + "\n\n"));
            place.told = place.after;
        }
    }

    private Turn turn(long after) {
        MarketView.StatusChanges changes = view.statusChanges(after, TURN);
        List<Shown> shown = new ArrayList<>();
        changes.changes().forEach(change -> shown.add(new Shown(change)));
        return new Turn(shown, changes.isTruncated());
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
