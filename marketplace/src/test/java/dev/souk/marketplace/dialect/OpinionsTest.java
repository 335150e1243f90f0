package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static dev.souk.marketplace.dialect.ReadingDesk.id;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Fact.Sentiment;
import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpinionsTest {
    private final ReadingDesk desk = ReadingDesk.open();

    @ParameterizedTest
    @CsvSource({
        "+, ACCEPT",
        "'', ACCEPT",
        "\uD83D\uDC4D, ACCEPT",
        "\uD83D\uDC4D\uD83C\uDFFD, ACCEPT",
        "\uD83D\uDC4D\uFE0F, ACCEPT",
        "-, REJECT",
        "\uD83D\uDC4E, REJECT",
        "\uD83D\uDC4E\uD83C\uDFFF, REJECT",
        "\u2764\uFE0F, NEITHER",
        "\uD83D\uDC4D\uD83D\uDC4E, NEITHER",
        ":soapbox:, NEITHER",
        "++, NEITHER",
        "bad, NEITHER"
    })
    void aReactionIsALikeADislikeOrNeither(String content, Sentiment sentiment) {
        TestEvents reaction = TestEvents.ofKind(7).content(content).tag("e", hex(1));

        assertEquals(sentiment, desk.judgement(reaction).sentiment());
    }

    @Test
    void aReactionIsToTheLastEventThatItNames() {
        Fact.Judgement judgement = desk.judgement(TestEvents.ofKind(7)
                .tag("e", hex(1))
                .tag("p", hex(11))
                .tag("e", hex(2))
                .tag("p", hex(12))
                .tag("k", "68002"));

        assertEquals(id(2), judgement.target());
        assertEquals(Optional.of(id(12)), judgement.provider());
    }

    @Test
    void aReactionToSomethingElseMeansNothing() {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(7).tag("e", hex(1)).tag("k", "1")));
        assertEquals(
                List.of(),
                desk.read(TestEvents.ofKind(7).tag("e", hex(1)).tag("k", "1").tag("status", "success")));
        assertEquals(List.of(), desk.read(TestEvents.ofKind(7).tag("e", "x")));
        assertEquals(List.of(), desk.read(TestEvents.ofKind(7)));
    }

    @ParameterizedTest
    @CsvSource({"5,ACCEPT", "4,ACCEPT", "3,ACCEPT", "2,REJECT", "1,REJECT"})
    void threeStarsArePraise(String rating, Sentiment sentiment) {
        for (int kind : new int[] {31117, 1986}) {
            Fact.Judgement judgement = desk.judgement(TestEvents.ofKind(kind)
                    .tag("d", hex(1))
                    .tag("e", hex(1))
                    .tag("p", hex(2))
                    .tag("rating", rating)
                    .tag("k", "5100"));

            assertEquals(id(1), judgement.target());
            assertEquals(Optional.of(id(2)), judgement.provider());
            assertEquals(sentiment, judgement.sentiment());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "4.5", "0.8", "-1", "five", "", "55", "\u0665"})
    void aReviewInOtherStarsIsUseless(String rating) {
        TestEvents review = TestEvents.ofKind(31117).tag("e", hex(1)).tag("rating", rating);

        assertEquals("bad-review", desk.uselessBecause(review));
        assertEquals(List.of(), desk.read(review.kind(1986)), "others rate in this kind as well");
    }

    @Test
    void aReviewWithoutStarsOrTargetIsUseless() {
        assertEquals(
                "bad-review",
                desk.uselessBecause(TestEvents.ofKind(31117).tag("e", hex(1)).tag("p", hex(2))));
        assertEquals("bad-review", desk.uselessBecause(TestEvents.ofKind(31117).tag("rating", "5")));
        assertEquals(
                List.of(), desk.read(TestEvents.ofKind(1986).tag("e", hex(1)).tag("p", hex(2))));
        assertEquals(List.of(), desk.read(TestEvents.ofKind(31117).tag("k", "1").tag("rating", "5")));
    }
}
