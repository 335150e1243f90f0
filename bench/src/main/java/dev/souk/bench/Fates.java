package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What must have become of events that a relay has accepted, by rules of its own: what only passes is gone in the end, of
 * several versions the newest is left, what its author took back is gone, and all else is there. The order in which
 * answers come makes no difference. Thread-safe.
 */
final class Fates {
    /** Retention takes these away. */
    static final int PASSING = 7;

    /** Each has one version (NIP-01). */
    static final int VERSIONED = 30_078;

    static final int NOTE = 1;
    private static final int DELETION = 5;

    /** When each was accepted, in nanoseconds of this JVM. */
    private final Map<Bytes32, Long> kept = new ConcurrentHashMap<>();

    private final Map<String, Event> newest = new ConcurrentHashMap<>();
    private final Set<Bytes32> passing = ConcurrentHashMap.newKeySet();

    /** What was taken back or replaced, and when. */
    private final Map<Bytes32, Long> absent = new ConcurrentHashMap<>();

    private final Set<Bytes32> notes = ConcurrentHashMap.newKeySet();
    private final Queue<Event> deletable = new ConcurrentLinkedQueue<>();

    /** The relay has said OK true. */
    void accepted(Event event) {
        switch (event.kind()) {
            case PASSING -> passing.add(event.id());
            case VERSIONED -> version(event);
            case DELETION -> {
                kept.put(event.id(), System.nanoTime());
                event.tags().stream()
                        .filter(tag -> tag.name().equals("e"))
                        .flatMap(tag -> tag.value().stream())
                        .map(Bytes32::ofHex)
                        .forEach(this::takenBack);
            }
            case NOTE -> {
                kept.put(event.id(), System.nanoTime());
                notes.add(event.id());
                deletable.add(event);
            }
            default -> kept.put(event.id(), System.nanoTime());
        }
    }

    private void version(Event event) {
        String address = event.pubkey().hex()
                + event.tags().stream()
                        .filter(tag -> tag.name().equals("d"))
                        .findFirst()
                        .flatMap(Tag::value)
                        .orElse("");
        newest.merge(address, event, (one, other) -> {
            boolean isOneNewer = one.createdAt() != other.createdAt()
                    ? one.createdAt() > other.createdAt()
                    : one.id().compareTo(other.id()) < 0;
            absent.put((isOneNewer ? other : one).id(), System.nanoTime());
            return isOneNewer ? one : other;
        });
    }

    private void takenBack(Bytes32 id) {
        kept.remove(id);
        absent.put(id, System.nanoTime());
    }

    /** An accepted note whose author may take it back now; each is given once. */
    Optional<Event> deletable() {
        return Optional.ofNullable(deletable.poll());
    }

    /** All that must be there in the end. */
    Set<Bytes32> present() {
        Set<Bytes32> present = new HashSet<>(kept.keySet());
        newest.values().forEach(event -> present.add(event.id()));
        return present;
    }

    /** What was accepted before a moment, and is neither passing nor replaced nor taken back to this day. */
    Set<Bytes32> keptSinceBefore(long nanos) {
        return before(kept, nanos);
    }

    /** What was taken back or replaced before a moment. */
    Set<Bytes32> absentSinceBefore(long nanos) {
        return before(absent, nanos);
    }

    private static Set<Bytes32> before(Map<Bytes32, Long> times, long nanos) {
        Set<Bytes32> before = new HashSet<>();
        times.forEach((id, at) -> {
            if (at - nanos < 0) {
                before.add(id);
            }
        });
        return before;
    }

    /** All that must not be there in the end. */
    Set<Bytes32> gone() {
        Set<Bytes32> gone = new HashSet<>(passing);
        gone.addAll(absent.keySet());
        return gone;
    }

    /** Every note ever accepted. */
    Set<Bytes32> notes() {
        return Set.copyOf(notes);
    }
}
