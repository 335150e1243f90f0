package dev.souk.relay.plugin;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.metrics.PluginMeters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What one process was asked and has not answered. Each question leaves it once, to the thread that gets it from here: with its
 * answer, as it is late, or because no answer can come any more. One that was given up as late keeps its place until its answer
 * comes, since the process is busy with it. Thread-safe, under its own lock.
 */
final class InFlight {
    private final PluginMeters meters;

    /** By id in the order of asking: an event may come from two clients at once, and is answered for twice. */
    private final Map<Bytes32, Deque<Asked>> places = new HashMap<>();

    /** Those that somebody waits for, the oldest first. */
    private final Set<Asked> awaited = new LinkedHashSet<>();

    private int taken;
    private boolean isClosed;

    InFlight(PluginMeters meters) {
        this.meters = meters;
    }

    /** A question that was asked; equal to no other. */
    static final class Asked {
        private final Question question;
        private final long atNanos;

        private Asked(Question question, long atNanos) {
            this.question = question;
            this.atNanos = atNanos;
        }

        Question question() {
            return question;
        }

        long atNanos() {
            return atNanos;
        }
    }

    /**
     * What an answer answers.
     *
     * @param question nothing when it was given up
     */
    record Match(Optional<Question> question) {}

    /** Takes a place; false when no answer will come any more. */
    synchronized boolean add(Question question, long nowNanos) {
        if (isClosed) {
            return false;
        }
        Asked asked = new Asked(question, nowNanos);
        places.computeIfAbsent(question.id(), fresh -> new ArrayDeque<>(1)).add(asked);
        awaited.add(asked);
        taken++;
        meters.asked();
        return true;
    }

    /** The oldest question of this id; nothing when there is none. */
    synchronized Optional<Match> answered(Bytes32 id) {
        Deque<Asked> same = places.get(id);
        if (same == null) {
            return Optional.empty();
        }
        Asked first = same.remove();
        if (same.isEmpty()) {
            places.remove(id);
        }
        taken--;
        meters.left(1);
        notifyAll();
        return Optional.of(new Match(awaited.remove(first) ? Optional.of(first.question) : Optional.empty()));
    }

    /** Gives up what was asked before {@code nanos}. */
    synchronized List<Asked> late(long nanos) {
        List<Asked> late = new ArrayList<>();
        for (Iterator<Asked> oldest = awaited.iterator(); oldest.hasNext(); ) {
            Asked asked = oldest.next();
            if (asked.atNanos - nanos >= 0) {
                break;
            }
            late.add(asked);
            oldest.remove();
        }
        notifyAll();
        return late;
    }

    /** What nobody will answer any more. Nothing is taken in afterwards. */
    synchronized List<Question> close() {
        isClosed = true;
        List<Question> open = awaited.stream().map(Asked::question).toList();
        awaited.clear();
        places.clear();
        meters.left(taken);
        taken = 0;
        notifyAll();
        return open;
    }

    synchronized boolean hasRoom(int max) {
        return taken < max;
    }

    /** True when all places are taken by questions that were given up. */
    synchronized boolean isStuck(int max) {
        return taken >= max && awaited.isEmpty();
    }

    synchronized boolean isIdle() {
        return awaited.isEmpty();
    }

    /** Waits for a place, but not longer than so. */
    synchronized boolean awaitRoom(int max, long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; taken >= max && left > 0; left = millisTo(end)) {
            wait(left);
        }
        return taken < max;
    }

    /** Waits until nobody waits for an answer, but not longer than so. */
    synchronized void awaitIdle(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !awaited.isEmpty() && left > 0; left = millisTo(end)) {
            wait(left);
        }
    }

    private static long millisTo(long endNanos) {
        return TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
    }
}
