package dev.souk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.KindClass;
import dev.souk.protocol.Tag;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    private static final int EVENTS = 4_000;
    private static final List<Event> CORPUS = new Corpus(42, EVENTS).next(EVENTS);

    @TempDir
    private Path folder = Path.of("");

    private String fingerprint(long seed, String name) throws IOException {
        Path file = folder.resolve(name);
        CorpusCommand.write(seed, 1_000, file);
        return Fingerprint.of(file);
    }

    @Test
    void isTheSameToTheByteForTheSameSeed() throws IOException {
        String first = fingerprint(42, "first");
        assertEquals(first, fingerprint(42, "second"));
        assertNotEquals(first, fingerprint(43, "third"));
    }

    @Test
    void doesNotDependOnTheStepsItIsTakenIn() {
        Corpus inSteps = new Corpus(42, EVENTS);
        for (int from = 0; from < EVENTS; from += 1_000) {
            assertEquals(CORPUS.subList(from, from + 1_000), inSteps.next(1_000));
        }
        assertTrue(inSteps.next(1).isEmpty());
    }

    @Test
    void signsEveryEventForReal() {
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        for (Event event : CORPUS) {
            assertEquals(Verification.VALID, verifier.verify(event), () -> "kind " + event.kind());
        }
    }

    @Test
    void holdsEachKindInItsShare() {
        Map<Integer, Integer> expected = Map.ofEntries(
                Map.entry(1, Share.NOTE.thousandths()),
                Map.entry(7, Share.REACTION.thousandths()),
                Map.entry(0, Share.PROFILE.thousandths()),
                Map.entry(3, Share.FOLLOWS.thousandths()),
                Map.entry(6, Share.REPOST.thousandths()),
                Map.entry(9_735, Share.ZAP.thousandths()),
                Map.entry(1_059, Share.WRAP.thousandths()),
                Map.entry(10_002, Share.RELAY_LIST.thousandths()),
                Map.entry(30_078, Share.APP_DATA.thousandths()),
                Map.entry(30_023, Share.ARTICLE.thousandths()),
                Map.entry(5, Share.DELETION.thousandths()),
                Map.entry(68_001, Share.JOB_REQUEST.thousandths()),
                Map.entry(68_002, Share.JOB_ANSWER.thousandths()),
                Map.entry(5_100, Share.LEGACY_REQUEST.thousandths()),
                Map.entry(6_100, Share.LEGACY_RESULT.thousandths()),
                Map.entry(7_000, Share.LEGACY_FEEDBACK.thousandths()));
        Map<Integer, Long> counts = CORPUS.stream().collect(Collectors.groupingBy(Event::kind, Collectors.counting()));
        assertEquals(expected.keySet(), counts.keySet());
        expected.forEach((kind, thousandths) -> {
            double mean = EVENTS * thousandths / 1_000.0;
            double found = counts.getOrDefault(kind, 0L);
            // Five standard deviations, and a few for those who delete and have nothing.
            assertTrue(Math.abs(found - mean) < 5 * Math.sqrt(mean) + 10, () -> kind + ": " + found + " for " + mean);
        });
    }

    @Test
    void sumsItsSharesUpToAWhole() {
        int sum = 0;
        for (Share share : Share.values()) {
            sum += share.thousandths();
        }
        assertEquals(Share.WHOLE, sum);
    }

    @Test
    void risesThroughTheYearWithTies() {
        int ties = 0;
        for (int i = 1; i < EVENTS; i++) {
            long step = CORPUS.get(i).createdAt() - CORPUS.get(i - 1).createdAt();
            assertTrue(step >= 0, "time goes back at " + i);
            ties += step == 0 ? 1 : 0;
        }
        assertTrue(ties > EVENTS / 10, "ties: " + ties);
        assertTrue(CORPUS.get(EVENTS - 1).createdAt() - Corpus.START > 360 * 86_400L);
    }

    @Test
    void repeatsAddressesAndDeletesOnlyWhatIsTheAuthors() {
        Map<Bytes32, Bytes32> authors = new HashMap<>();
        Set<String> addresses = new HashSet<>();
        int replacements = 0;
        for (Event event : CORPUS) {
            authors.put(event.id(), event.pubkey());
            if (KindClass.of(event.kind()) == KindClass.ADDRESSABLE
                    && !addresses.add(event.kind() + ":" + event.pubkey() + ":" + event.firstValue("d"))) {
                replacements++;
            }
            if (event.kind() == 5) {
                String target = event.firstValue("e").orElseThrow();
                assertEquals(event.pubkey(), authors.get(Bytes32.ofHex(target)));
            }
        }
        assertTrue(replacements > 10, "replacements: " + replacements);
    }

    @Test
    void isOfTheSizeAndSpreadOfRealEvents() {
        double average =
                CORPUS.stream().mapToInt(event -> event.json().length).average().orElseThrow();
        assertTrue(average > 560 && average < 760, "average: " + average);
        assertTrue(
                CORPUS.stream().anyMatch(event -> event.content().codePoints().anyMatch(c -> c > 0xFFFF)));
        assertTrue(CORPUS.stream()
                .filter(event -> event.kind() == 3)
                .map(event -> event.tags().stream()
                        .filter(tag -> tag.name().equals("p"))
                        .map(Tag::value)
                        .count())
                .allMatch(count -> count >= 100 && count <= 500));
    }
}
