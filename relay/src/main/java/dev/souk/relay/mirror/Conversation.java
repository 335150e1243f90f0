package dev.souk.relay.mirror;

import dev.souk.protocol.Answer;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.Filter;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.mirror.EndedException.Cause;
import dev.souk.relay.mirror.MirrorMeters.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one connection is used for. Everything that is waited for, an answer or a pause, is waited for in {@link #listen}, which
 * meanwhile takes in what comes and sends what is new: so nothing that is going on holds up the rest. Owned by the mirror's
 * thread.
 */
final class Conversation {
    private static final Duration TICK = Duration.ofMillis(50);

    /** Of one request, in times of {@code answer_timeout}, however much keeps coming. */
    private static final int MAX_PATIENCES = 10;

    private static final int MAX_UNASKED = 1_000;
    private static final int MAX_UNREADABLE = 100;
    private static final int MAX_TRIES = 8;
    private static final int CHUNK = 100;
    private static final String LIVE = "live";

    private final Shared shared;
    private final MirrorConfig mirror;
    private final Talk talk;
    private final MirrorMeters meters;
    private final Complaints complaints;
    private final Auth auth;
    private final Intake intake;
    private final Upload upload;
    private final Map<String, Request> requests = new HashMap<>();
    private boolean isOffering;
    private long delivered;
    private int unasked;
    private int unreadable;

    Conversation(
            Shared shared, MirrorConfig mirror, Talk talk, Memory memory, MirrorMeters meters, Complaints complaints) {
        this.shared = shared;
        this.mirror = mirror;
        this.talk = talk;
        this.meters = meters;
        this.complaints = complaints;
        this.auth = new Auth(shared, mirror.url().toString(), talk);
        this.intake = new Intake(shared, mirror, memory, meters, complaints);
        this.upload = new Upload(shared, talk, memory, meters, complaints, this::isForOthers);
    }

    private boolean isForOthers(EventHeader event) {
        return !shared.privateKinds().contains(event.kind()) && isMirrored(event);
    }

    private boolean isMirrored(EventHeader event) {
        return mirror.filters().stream().anyMatch(filter -> filter.matches(event));
    }

    /** The filters, without what this relay would refuse for its age. */
    List<Filter> filters() {
        Duration maxAge = shared.relay().events().maxAge();
        long since = maxAge.isZero() ? Long.MIN_VALUE : shared.now() - maxAge.toSeconds();
        return mirror.filters().stream()
                .map(filter -> Filters.since(filter, Math.max(since, keptSince(filter))))
                .toList();
    }

    /** Since when something that matches may be kept here: what has to go is not fetched again and again. */
    private long keptSince(Filter filter) {
        long since = Long.MAX_VALUE;
        for (int kind : filter.kinds().orElse(Set.of())) {
            Optional<Duration> longest = shared.relay().retention().longest(kind);
            since = Math.min(
                    since, longest.map(age -> shared.now() - age.toSeconds()).orElse(Long.MIN_VALUE));
        }
        return since == Long.MAX_VALUE ? Long.MIN_VALUE : since;
    }

    /** Says who this relay is, when the other one asks within {@code patience}. */
    void greet(Duration patience) throws InterruptedException {
        if (auth.isPossible()) {
            long end = System.nanoTime() + patience.toNanos();
            while (!auth.isSettled() && System.nanoTime() - end < 0) {
                listen();
            }
            Duration rest = shared.settings().answerTimeout();
            end = System.nanoTime() + rest.toNanos();
            while (auth.isUnderWay() && System.nanoTime() - end < 0) {
                listen();
            }
        }
    }

    /** Has the other relay send what is new from now on. */
    void subscribe() throws InterruptedException {
        requests.put(LIVE, Request.forAll(this::isMirrored));
        String filters = mirror.filters().stream()
                .map(filter -> FilterWriter.json(filter.withLimit(0)))
                .collect(Collectors.joining(","));
        send("[\"REQ\",\"" + LIVE + "\"," + filters + "]");
    }

    /** Has new events sent that were stored after this change. */
    void follow(long sequence) {
        upload.follow(sequence);
    }

    /** Up to which change the other relay has answered for everything. */
    long answeredPlace() {
        return upload.answeredPlace();
    }

    /** Deals with what is said, and with what is new here, for a moment. */
    Optional<Answer> listen() throws InterruptedException {
        intake.settle();
        upload.advance(!isOffering);
        if (upload.isStopped() && !mirror.direction().isDown()) {
            throw new EndedException(Cause.UNWELCOME, "it takes events only of those whom it knows");
        }
        Optional<Answer> answer = talk.next(TICK);
        return answer.isPresent() ? handled(answer.get()) : answer;
    }

    /** What nobody here knows what to do with, somebody may wait for. */
    private Optional<Answer> handled(Answer answer) throws InterruptedException {
        switch (answer) {
            case Answer.Delivered(String id, Event event) -> deliver(id, event);
            case Answer.Ok ok -> {
                if (!auth.takes(ok, complaints)) {
                    upload.answered(ok);
                }
            }
            case Answer.Challenge(String challenge) -> auth.challenged(challenge);
            case Answer.Closed(String id, String reason) when id.equals(LIVE) -> throw closed(reason);
            case Answer.Other other -> unreadable();
            case Answer.Closed closed -> {
                return Optional.of(closed);
            }
            case Answer.EndOfStored end -> {
                return Optional.of(end);
            }
            case Answer.Notice notice -> {
                return Optional.of(notice);
            }
            case Answer.NegMessage message -> {
                return Optional.of(message);
            }
            case Answer.NegError error -> {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    private void deliver(String id, Event event) throws InterruptedException {
        Request request = requests.get(id);
        if (request != null && request.takes(event) && isMirrored(event)) {
            delivered += id.equals(LIVE) ? 0 : 1;
            intake.take(event);
            return;
        }
        meters.down(Outcome.UNASKED);
        complaints.tell("unasked", "it sends events that nobody asked for, such as " + event.id());
        if (++unasked > MAX_UNASKED) {
            throw new EndedException(Cause.MISBEHAVED, "it sends events that nobody asked for");
        }
    }

    private void unreadable() {
        meters.unreadable();
        complaints.tell("unreadable", "it sends what cannot be understood");
        if (++unreadable > MAX_UNREADABLE) {
            throw new EndedException(Cause.MISBEHAVED, "it sends what cannot be understood");
        }
    }

    private static EndedException closed(String reason) {
        boolean isMomentary = reason.startsWith("rate-limited:") || reason.startsWith("error:");
        return new EndedException(isMomentary ? Cause.AWAY : Cause.UNWELCOME, "it refuses to send events: " + reason);
    }

    /**
     * Goes on until somebody's answer has come; nothing when it does not come in time.
     *
     * @param isNeeded whether then the conversation is over
     */
    Optional<Answer> await(Predicate<Answer> wanted, boolean isNeeded) throws InterruptedException {
        long patience = shared.settings().answerTimeout().toNanos();
        long begin = System.nanoTime();
        long progress = begin;
        while (System.nanoTime() - progress < patience && System.nanoTime() - begin < MAX_PATIENCES * patience) {
            long before = delivered;
            Optional<Answer> answer = listen().filter(wanted);
            if (answer.isPresent()) {
                return answer;
            }
            progress = delivered == before ? progress : System.nanoTime();
        }
        if (isNeeded) {
            throw new EndedException(Cause.AWAY, "it does not come to the end of an answer");
        }
        return Optional.empty();
    }

    /** Asks for stored events, and returns when all have come. */
    void request(String id, String filter, Request request) throws InterruptedException {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            requests.put(id, request);
            send("[\"REQ\",\"" + id + "\"," + filter + "]");
            Answer answer = await(said -> endsRequest(said, id), true).orElseThrow();
            requests.remove(id);
            if (!(answer instanceof Answer.Closed(String closed, String reason))) {
                send("[\"CLOSE\",\"" + id + "\"]");
                return;
            }
            EndedException refusal = closed(reason);
            if (refusal.whose() != Cause.AWAY) {
                throw refusal;
            }
            complaints.tell("slow", "it asks to go slower: " + reason);
            request.again();
            pause(Duration.ofSeconds(1L << tries));
        }
        throw new EndedException(Cause.AWAY, "it keeps asking to go slower");
    }

    private static boolean endsRequest(Answer said, String id) {
        return said instanceof Answer.EndOfStored(String ended) && ended.equals(id)
                || said instanceof Answer.Closed(String closed, String reason) && closed.equals(id);
    }

    /** Lets time pass. */
    void pause(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            listen();
        }
    }

    /**
     * Sends these events, and returns when all are answered for.
     *
     * @return how many the other relay has taken
     */
    long offer(Collection<Bytes32> ids) throws InterruptedException {
        List<Bytes32> all = new ArrayList<>(ids);
        long before = upload.sent();
        isOffering = true;
        for (int start = 0; start < all.size(); start += CHUNK) {
            awaitIdle();
            upload.offer(all.subList(start, Math.min(all.size(), start + CHUNK)));
        }
        awaitIdle();
        isOffering = false;
        return upload.sent() - before;
    }

    private void awaitIdle() throws InterruptedException {
        while (!upload.isIdle()) {
            listen();
        }
    }

    /** True when it would be of no use to ask for this event. */
    boolean knows(Bytes32 id) {
        return intake.knows(id);
    }

    /** So many events are known to be missing here. */
    void missing(long events) {
        meters.missing().set(events);
    }

    /** Waits until what has come is stored, or refused. */
    void settle() throws InterruptedException {
        intake.settleAll();
    }

    boolean isSettled() {
        return intake.isSettled();
    }

    void complain(String thing, String what) {
        complaints.tell(thing, what);
    }

    void send(String message) throws InterruptedException {
        talk.send(message);
    }

    /** How many events came, and are kept. */
    long kept() {
        return intake.kept();
    }

    /** How many the other relay has taken. */
    long sent() {
        return upload.sent();
    }

    /** True once so much time has passed. */
    static boolean isPast(long sinceNanos, Duration time) {
        return System.nanoTime() - sinceNanos >= TimeUnit.MILLISECONDS.toNanos(time.toMillis());
    }
}
