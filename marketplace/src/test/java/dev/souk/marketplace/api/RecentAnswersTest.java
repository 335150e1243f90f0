package dev.souk.marketplace.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.api.RecentAnswers.Question;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private final RecentAnswers recent = new RecentAnswers();

    private static Question question(String path) {
        return new Question(path, Map.of());
    }

    private static Answer.Whole answer(int size) {
        return new Answer.Whole(200, Answer.JSON, new byte[size], 10);
    }

    @Test
    void anAnswerIsKeptForAsLongAsItMayBe() {
        Answer.Whole answer = answer(1);
        recent.keep(question("a"), answer, 100);

        assertEquals(Optional.of(answer), recent.find(question("a"), 109));
        assertEquals(Optional.empty(), recent.find(question("a"), 110));
        assertEquals(Optional.empty(), recent.find(question("a"), 99));
        assertEquals(Optional.empty(), recent.find(question("b"), 100));
    }

    @Test
    void oneValueIsNotTakenForTwoParameters() {
        recent.keep(new Question("a", Map.of("j", List.of("x], window=[7d"))), answer(1), 100);

        assertEquals(
                Optional.empty(),
                recent.find(new Question("a", Map.of("j", List.of("x"), "window", List.of("7d"))), 100));
    }

    @Test
    void theOldestLeaveWhenThereAreTooMany() {
        for (int i = 0; i <= RecentAnswers.MAX_ANSWERS; i++) {
            recent.keep(question("a" + i), answer(1), 100);
        }

        assertEquals(Optional.empty(), recent.find(question("a0"), 100));
        assertTrue(recent.find(question("a1"), 100).isPresent());
    }

    @Test
    void theOldestLeaveWhenTheyAreTooLarge() {
        for (int i = 0; i < 5; i++) {
            recent.keep(question("a" + i), answer(RecentAnswers.MAX_BYTES / 4), 100);
        }
        recent.keep(question("huge"), answer(RecentAnswers.MAX_BYTES / 4 + 1), 100);

        assertEquals(Optional.empty(), recent.find(question("a0"), 100));
        assertTrue(recent.find(question("a1"), 100).isPresent());
        assertEquals(Optional.empty(), recent.find(question("huge"), 100));
    }

    @Test
    void aNewerAnswerTakesThePlaceOfAnOlderOne() {
        for (int i = 0; i < 100; i++) {
            recent.keep(question("a"), answer(RecentAnswers.MAX_BYTES / 4), 100 + i);
        }
        recent.keep(question("b"), answer(1), 199);

        assertTrue(recent.find(question("a"), 199).isPresent());
        assertTrue(recent.find(question("b"), 199).isPresent());
    }
}
