package dev.souk.marketplace.dialect;

import dev.souk.marketplace.dialect.Link.Embedded;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.json.EventReader;
import dev.souk.protocol.json.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the job that a result or a feedback is about. Which job that is depends on the event alone, so that it is the
 * same in any order of arrival; what is known already only saves the checking of a signature.
 */
final class Links {
    /** A {@code request} tag of more bytes is as good as none. */
    static final int MAX_REQUEST_BYTES = 65_536;

    private final EventVerifier verifier;
    private final Eras eras;
    private final Predicate<Bytes32> isKnownRequest;
    private final Predicate<Event> isBanned;

    Links(EventVerifier verifier, Eras eras, Predicate<Bytes32> isKnownRequest, Predicate<Event> isBanned) {
        this.verifier = verifier;
        this.eras = eras;
        this.isKnownRequest = isKnownRequest;
        this.isBanned = isBanned;
    }

    /** The link, or nothing when it names no job. */
    Optional<Link> read(Tags tags, Source answer) {
        Optional<Bytes32> marked = tags.marked();
        List<Bytes32> named = tags.ids("e", Link.MAX_CANDIDATES);
        Optional<Embedded> embedded = tags.first("request").flatMap(text -> embedded(text, answer, marked, named));
        Link link = new Link(marked, named, embedded);
        return link.candidates().isEmpty() ? Optional.empty() : Optional.of(link);
    }

    private Optional<Embedded> embedded(String text, Source answer, Optional<Bytes32> marked, List<Bytes32> named) {
        Optional<Bytes32> id = Bytes32.parse(text);
        if (id.isPresent()) {
            return Optional.of(new Embedded(id.get(), Optional.empty()));
        }
        return event(text)
                .filter(event -> marked.isEmpty() || marked.get().equals(event.id()))
                .filter(verifier::hasRightId)
                .flatMap(event -> genuine(event, answer, marked.isPresent() || named.equals(List.of(event.id()))));
    }

    /**
     * The request, if its customer signed it. Where the {@code e} tags say the same the signature decides nothing but
     * whether an unknown request can be recovered; so that of a known one is not looked at.
     */
    private Optional<Embedded> genuine(Event event, Source answer, boolean isNamedAnyway) {
        Optional<JobRequest> request = eras.recovered(event);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        if (isNamedAnyway && isKnownRequest.test(event.id())) {
            return Optional.of(new Embedded(event.id(), Optional.empty()));
        }
        return verifier.hasRightSignature(event)
                ? Optional.of(new Embedded(event.id(), request.filter(asked -> isRecoverable(event, answer))))
                : Optional.empty();
    }

    /**
     * False for a request that is younger than its answer, so that its time is made up: nothing else bounds it, as nobody
     * saw it arrive. And for one that the operator has banned, which must not come back inside another event.
     */
    private boolean isRecoverable(Event request, Source answer) {
        return request.createdAt() <= answer.at() + Source.MAX_AHEAD_SECONDS && !isBanned.test(request);
    }

    private static Optional<Event> event(String text) {
        if (text.length() > MAX_REQUEST_BYTES || !text.stripLeading().startsWith("{")) {
            return Optional.empty();
        }
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        if (json.length > MAX_REQUEST_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventReader.read(json));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }
}
