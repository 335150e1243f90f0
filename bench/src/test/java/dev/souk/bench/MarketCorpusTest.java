package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MarketCorpusTest {
    private static final int JOBS = 1_000;
    private static final long END = 1_790_000_000;
    private static final List<Event> CORPUS = new MarketCorpus(42, JOBS, END).next(10 * JOBS);

    @Test
    void isTheSameInSteps() {
        MarketCorpus again = new MarketCorpus(42, JOBS, END);
        assertEquals(CORPUS.subList(0, 100), again.next(100));
        assertEquals(CORPUS.subList(100, 300), again.next(200));
    }

    @Test
    void signsEveryEventForReal() {
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        for (Event event : CORPUS) {
            assertEquals(Verification.VALID, verifier.verify(event), () -> "kind " + event.kind());
        }
    }

    @Test
    void risesThroughTheDaysBeforeItsEnd() {
        List<Event> sorted = CORPUS.stream()
                .sorted(Comparator.comparingLong(Event::createdAt))
                .toList();
        assertEquals(sorted, CORPUS);
        assertEquals(END - MarketCorpus.SECONDS, CORPUS.getFirst().createdAt());
        assertTrue(CORPUS.getLast().createdAt() <= END);
    }

    @Test
    void holdsTheMixOfAMarket() {
        Map<String, Long> count =
                CORPUS.stream().collect(Collectors.groupingBy(event -> sort(event.kind()), Collectors.counting()));
        assertEquals(JOBS, count.get("request"));
        assertEquals(1.5 * JOBS, count.getOrDefault("feedback", 0L), 0.15 * JOBS);
        assertEquals(JOBS, count.getOrDefault("result", 0L), 0.1 * JOBS);
        assertEquals(0.3 * JOBS, count.getOrDefault("like", 0L), 0.06 * JOBS);
        assertEquals(0.1 * JOBS, count.getOrDefault("receipt", 0L), 0.04 * JOBS);
    }

    private static String sort(int kind) {
        return switch (kind) {
            case 7 -> "like";
            case 9_735 -> "receipt";
            case 7_000, 68_003 -> "feedback";
            case 68_001 -> "request";
            case 68_002 -> "result";
            default -> kind < 6_000 ? "request" : "result";
        };
    }
}
