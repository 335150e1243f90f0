package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private static final int EVENTS = 2_000;

    private static List<Bytes32> ids(long seed) {
        return new Corpus(seed, EVENTS).next(0, EVENTS).stream().map(Event::id).toList();
    }

    @Test
    void givesTheSameIdsForTheSameSeed() {
        assertEquals(ids(42), ids(42));
        assertNotEquals(ids(42), ids(43));
    }

    @Test
    void signsEveryEventForReal() {
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        for (Event event : new Corpus(1, EVENTS).next(0, EVENTS)) {
            assertEquals(Verification.VALID, verifier.verify(event));
        }
    }

    @Test
    void mixesNotesLikesAndJobsInRisingTime() {
        List<Event> events = new Corpus(5, EVENTS).next(0, EVENTS);
        assertTrue(share(events, 1) > 0.35 && share(events, 1) < 0.5, "notes");
        assertTrue(share(events, 7) > 0.2 && share(events, 7) < 0.35, "likes");
        assertTrue(share(events, 68_001) > 0.01, "job requests");
        for (int i = 1; i < events.size(); i++) {
            assertTrue(events.get(i - 1).createdAt() <= events.get(i).createdAt());
        }
    }

    private static double share(List<Event> events, int kind) {
        return (double) events.stream().filter(event -> event.kind() == kind).count() / events.size();
    }
}
