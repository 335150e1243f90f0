package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.TestEvents;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementsTest {
    private final ReadingDesk desk = ReadingDesk.open();

    private Reading.Announced announced(TestEvents event) {
        return desk.only(Reading.Announced.class, event);
    }

    private Reading.PaidAt paidAt(String content) {
        return desk.only(Reading.PaidAt.class, TestEvents.ofKind(0).content(content));
    }

    @Test
    void aHandlerOfJobsTellsWhatItServesAndWhoItIs() {
        Reading.Announced announced = announced(
                TestEvents.ofKind(31990)
                        .tag("d", "abc")
                        .tag("k", "5002")
                        .tag("k", "1")
                        .tag("k", "5002")
                        .tag("k", "65004")
                        .tag("t", "bitcoin")
                        .content(
                                "{\"name\":\" Dali \",\"about\":\"faster\",\"picture\":\"https://x/y.png\",\"z\":{\"name\":1}}"));

        assertEquals("abc", announced.handler());
        assertEquals(List.of(5002, 65004), announced.kinds());
        assertEquals(List.of(), announced.types(), "a topic is no type");
        assertEquals(Optional.of("Dali"), announced.name());
        assertEquals(Optional.of("faster"), announced.about());
        assertEquals(Optional.of("https://x/y.png"), announced.picture());
    }

    @Test
    void aHandlerOfNamedTypesTellsThemInJTagsElseInTTags() {
        TestEvents named = TestEvents.ofKind(31990).tag("k", "68001").tag("t", "translation");

        assertEquals(List.of("translation"), announced(named).types());
        assertEquals(
                List.of("summarize"), announced(named.tag("j", "summarize")).types());
        assertEquals(
                List.of("summarize"),
                announced(TestEvents.ofKind(31990).tag("j", "summarize")).types());
    }

    @Test
    void aKindInATTagCounts() {
        Reading.Announced announced = announced(TestEvents.ofKind(31990).tag("t", "5300"));

        assertEquals(List.of(5300), announced.kinds());
        assertEquals("", announced.handler());
    }

    @Test
    void aHandlerOfOtherThingsMeansNothing() {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(31990)));
        assertEquals(
                List.of(),
                desk.read(
                        TestEvents.ofKind(31990).tag("k", "1").tag("t", "nostr").tag("j", "x")));
        assertEquals(
                List.of(), desk.read(TestEvents.ofKind(31990).tag("k", "5666").tag("k", "7000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"name\":", "{\"name\":7}", "\"x\"", "{\"name\":\"\\ud800\"}"})
    void whatItSaysOfItselfMayBeAnything(String content) {
        Reading.Announced announced =
                announced(TestEvents.ofKind(31990).tag("k", "5300").content(content));

        assertEquals(Optional.empty(), announced.name());
    }

    @Test
    void ofBrokenContentTheBeginningIsRead() {
        String content = "{\"name\":\"Dali\",\"image\":\"https://x\",\"encryptionSupported\":True,}";

        Reading.Announced announced =
                announced(TestEvents.ofKind(31990).tag("k", "5100").content(content));

        assertEquals(Optional.of("Dali"), announced.name());
        assertEquals(Optional.of("https://x"), announced.picture());
    }

    @Test
    void whatIsLongIsBounded() {
        TestEvents event = TestEvents.ofKind(31990)
                .content("{\"name\":\"" + text(101) + "\",\"about\":\"" + text(1_001) + "\",\"picture\":\"" + text(501)
                        + "\"}")
                .tag("j", text(99))
                .tag("d", text(200));
        IntStream.range(5_500, 5_660).forEach(kind -> event.tag("k", String.valueOf(kind)));

        Reading.Announced announced = announced(event);

        assertEquals(Optional.of(text(100)), announced.name());
        assertEquals(Optional.of(text(1_000)), announced.about());
        assertEquals(Optional.empty(), announced.picture());
        assertEquals(List.of(), announced.types());
        assertEquals(100, announced.kinds().size());
        assertEquals(
                "long-handler",
                desk.uselessBecause(TestEvents.ofKind(31990).tag("k", "5300").tag("d", text(201))));
    }

    @Test
    void aProfileTellsWhereSomebodyIsPaid() {
        Reading.PaidAt paidAt = paidAt("{\"name\":\"x\",\"lud16\":\" a@b.example \",\"lud06\":\"LNURL1X\"}");

        assertEquals(Optional.of("a@b.example"), paidAt.lud16());
        assertEquals(Optional.of("LNURL1X"), paidAt.lud06());
    }

    @Test
    void aProfileThatTellsNoneTakesTheOldOneBack() {
        Reading.PaidAt paidAt = paidAt("{\"lud16\":null,\"lud06\":\"\"}");

        assertEquals(Optional.empty(), paidAt.lud16());
        assertEquals(Optional.empty(), paidAt.lud06());
    }

    @Test
    void ofAFieldThatIsGivenTwiceTheLastCounts() {
        assertEquals(
                Optional.of("c@d"),
                paidAt("{\"lud16\":\"a@b\",\"lud16\":\"c@d\"}").lud16());
        assertEquals(
                Optional.empty(), paidAt("{\"lud16\":\"a@b\",\"lud16\":{}}").lud16());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{\"lud16\":\"a@b\"", "{\"lud16\":\"a@b\"} {}", "{\"lud16\":\"a@b\",}"})
    void aProfileThatIsNoObjectMeansNothing(String content) {
        assertEquals(List.of(), desk.read(TestEvents.ofKind(0).content(content)));
    }

    @Test
    void aProfileIsReadUpToItsLimitAndNoFurther() {
        String frame = "{\"lud16\":\"a@b\",\"about\":\"\"}";
        String about = "x".repeat(Fields.MAX_LENGTH - frame.length());
        String fits = frame.replace("\"about\":\"", "\"about\":\"" + about);

        assertEquals(Optional.of("a@b"), paidAt(fits).lud16());
        assertEquals(List.of(), desk.read(TestEvents.ofKind(0).content(fits + " ")));
        assertEquals(
                Optional.empty(), paidAt("{\"lud16\":\"" + text(321) + "\"}").lud16());
    }

    @Test
    void nestingIsSkippedToALimit() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertEquals(Optional.of("a"), paidAt("{\"x\":[[{}]],\"lud16\":\"a\"}").lud16());
        assertEquals(
                List.of(), desk.read(TestEvents.ofKind(0).content("{\"x\":" + deep.substring(70_000, 130_000) + "}")));
    }
}
