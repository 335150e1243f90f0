package dev.souk.relay.mirror;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Tag;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.mirror.MirrorMeters.Outcome;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends events to another relay: what it lacks, as somebody found out, and what is new in the change feed. At most {@code
 * max_unanswered} wait for their OK, and a page of the feed is read when all of the page before are answered. Owned by the
 * mirror's thread.
 */
final class Upload {
    private static final int MAX_TRIES = 5;
    private static final int MAX_PAUSES = 6;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Pages without anything to send that are looked through in one go. */
    private static final int MAX_PAGES = 20;

    private static final byte[] MARK = "[\"-\"".getBytes(StandardCharsets.US_ASCII);

    private final Shared shared;
    private final Talk talk;
    private final Memory memory;
    private final MirrorMeters meters;
    private final Complaints complaints;
    private final Predicate<EventHeader> wanted;
    private final NewEvents feed;
    private final Map<Bytes32, Outgoing> unanswered = new HashMap<>();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private boolean isFollowing;
    private boolean isStopped;
    private int pauses;
    private long pausedUntil = System.nanoTime();
    private long lastAnswer = System.nanoTime();
    private long nextLook = System.nanoTime();
    private long answeredPlace;
    private long sent;

    /** An event on its way. */
    private record Outgoing(StoredEvent event, int tries) {
        Bytes32 id() {
            return event.header().id();
        }
    }

    /** @param wanted which events are for the other relay */
    Upload(
            Shared shared,
            Talk talk,
            Memory memory,
            MirrorMeters meters,
            Complaints complaints,
            Predicate<EventHeader> wanted) {
        this.shared = shared;
        this.talk = talk;
        this.memory = memory;
        this.meters = meters;
        this.complaints = complaints;
        this.wanted = wanted;
        this.feed = new NewEvents(shared.store(), wanted);
    }

    /** How many the other relay has taken. */
    long sent() {
        return sent;
    }

    /** Follows the feed from this place on. */
    void follow(long sequence) {
        feed.from(sequence);
        answeredPlace = sequence;
        isFollowing = true;
    }

    /** Up to which change everything is answered for. */
    long answeredPlace() {
        return answeredPlace;
    }

    /** True when nothing is under way. */
    boolean isIdle() {
        return isStopped || waiting.isEmpty() && unanswered.isEmpty();
    }

    boolean isStopped() {
        return isStopped;
    }

    /** Sends these, as far as they are still stored and for the other relay. To be called when it {@link #isIdle}. */
    void offer(Collection<Bytes32> ids) {
        try (Snapshot snapshot = shared.store().snapshot()) {
            for (Bytes32 id : ids) {
                if (!memory.refusedThere().contains(id)) {
                    snapshot.event(id)
                            .filter(event -> wanted.test(event.header()))
                            .ifPresent(this::put);
                }
            }
        }
    }

    private void put(StoredEvent event) {
        if (event.header().hasExpired(shared.now())) {
            return;
        }
        if (isProtected(event)) {
            meters.up(Outcome.WITHHELD);
        } else {
            waiting.add(new Outgoing(event, 1));
        }
    }

    /** True for an event that only its author may bring elsewhere (NIP-70). */
    private static boolean isProtected(StoredEvent event) {
        return contains(event.json(), MARK)
                && EventReader.read(event.json()).tags().stream().map(Tag::name).anyMatch("-"::equals);
    }

    private static boolean contains(byte[] json, byte[] part) {
        for (int i = 0; i + part.length <= json.length; i++) {
            int matched = 0;
            while (matched < part.length && json[i + matched] == part[matched]) {
                matched++;
            }
            if (matched == part.length) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends what may be sent now.
     *
     * @param isFeedRead whether new events may be taken from the feed, too
     */
    void advance(boolean isFeedRead) throws InterruptedException {
        long now = System.nanoTime();
        long patience = shared.settings().answerTimeout().toNanos();
        if (!unanswered.isEmpty() && now - lastAnswer > patience) {
            throw new EndedException(Cause.AWAY, "it does not answer for events");
        }
        if (isStopped || now - pausedUntil < 0) {
            return;
        }
        if (isFollowing && isFeedRead) {
            readFeed();
        }
        while (!waiting.isEmpty() && unanswered.size() < shared.settings().maxUnanswered()) {
            send(waiting.remove());
        }
    }

    /** Not for every message that comes: a look into the feed costs more than most of them. */
    private void readFeed() {
        long now = System.nanoTime();
        if (now - nextLook < 0 || feed.behind() == 0 && answeredPlace == feed.place()) {
            return;
        }
        nextLook = now + LOOK_NANOS;
        for (int page = 0; page < MAX_PAGES && isIdle(); page++) {
            answeredPlace = feed.place();
            feed.next().stream()
                    .filter(event -> !memory.isThere(event.header().id()))
                    .forEach(this::put);
            if (answeredPlace == feed.place()) {
                break;
            }
        }
        meters.unsent().set(feed.behind() + waiting.size());
    }

    private void send(Outgoing event) throws InterruptedException {
        if (unanswered.isEmpty()) {
            lastAnswer = System.nanoTime();
        }
        unanswered.put(event.id(), event);
        talk.send("[\"EVENT\"," + new String(event.event().json(), StandardCharsets.UTF_8) + "]");
    }

    /** The other relay has answered for an event; an answer that nobody waits for means nothing. */
    void answered(Answer.Ok ok) {
        Outgoing event = unanswered.remove(ok.event());
        if (event == null) {
            return;
        }
        lastAnswer = System.nanoTime();
        String message = ok.message();
        if (ok.isAccepted() || message.startsWith("duplicate:")) {
            memory.has(ok.event());
            if (!ok.isAccepted()) {
                memory.refusedThere().add(ok.event());
            }
            boolean isNew = !message.startsWith("duplicate:");
            sent += isNew ? 1 : 0;
            meters.up(isNew ? Outcome.KEPT : Outcome.KNOWN);
            pauses = 0;
        } else if (message.startsWith("rate-limited:")) {
            complaints.tell("rate", "it takes no more for the moment: " + message);
            again(event);
        } else if (message.startsWith("error:") && event.tries() < MAX_TRIES) {
            again(event);
        } else if (message.startsWith("auth-required:")) {
            stop(message);
        } else {
            memory.refusedThere().add(ok.event());
            meters.up(message.startsWith("error:") ? Outcome.FAILED : Outcome.REFUSED);
            complaints.tell("up " + message, "it refuses events, such as " + ok.event() + ": " + message);
        }
    }

    private void again(Outgoing event) {
        waiting.addFirst(new Outgoing(event.event(), event.tries() + 1));
        if (System.nanoTime() - pausedUntil >= 0) {
            pausedUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(1L << Math.min(pauses++, MAX_PAUSES));
        }
    }

    /** Nothing more is sent on this connection. */
    private void stop(String message) {
        complaints.tell("stop", "it takes events only of those whom it knows: " + message);
        isStopped = true;
        waiting.clear();
        unanswered.clear();
    }
}
