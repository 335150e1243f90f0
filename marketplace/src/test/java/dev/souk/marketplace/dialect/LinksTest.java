package dev.souk.marketplace.dialect;

import static dev.souk.marketplace.dialect.ReadingDesk.hex;
import static dev.souk.marketplace.dialect.ReadingDesk.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.Dialect;
import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    private final Event asked =
            TestEvents.ofKind(5300).by(TestKeys.carol()).tag("bid", "9").build();

    private static String json(Event event) {
        return new String(event.json(), StandardCharsets.UTF_8);
    }

    private static TestEvents resultWith(Event request) {
        return TestEvents.ofKind(6300).tag("request", json(request));
    }

    @ParameterizedTest
    @CsvSource({"5300,NIP90", "65002,KINDS_65XXX", "68005,FORK", "68001,DRAFT"})
    void anUnknownRequestIsRecoveredInItsOwnDialect(int kind, Dialect dialect) {
        Event request =
                TestEvents.ofKind(kind).by(TestKeys.carol()).tag("j", "x").build();

        JobRequest recovered = ReadingDesk.open()
                .link(resultWith(request).tag("e", request.id().hex()))
                .embedded()
                .flatMap(Link.Embedded::request)
                .orElseThrow();

        assertEquals(dialect, recovered.dialect());
        assertEquals(TestKeys.carol().publicKey(), recovered.customer());
        assertTrue(recovered.isRecovered());
        assertEquals(Source.HISTORY, recovered.source().seenAtMillis(), "when it came is not known");
    }

    private static final long NOW = ReadingDesk.NOW_MILLIS / 1_000;

    private static Optional<JobRequest> recovered(ReadingDesk desk, TestEvents answer) {
        return desk.link(answer).embedded().flatMap(Link.Embedded::request);
    }

    @Test
    void aRequestYoungerThanItsAnswerIsNamedByItAndNotRecovered() {
        ReadingDesk desk = ReadingDesk.open();
        Event dated = TestEvents.ofKind(5300).at(NOW + 900).build();
        Event datedAhead = TestEvents.ofKind(5300).at(NOW + 901).build();

        assertTrue(recovered(desk, resultWith(dated).at(NOW)).isPresent());
        assertTrue(recovered(desk, resultWith(datedAhead).at(NOW)).isEmpty());
        assertEquals(
                Set.of(datedAhead.id()),
                desk.link(resultWith(datedAhead).at(NOW)).candidates());
    }

    @Test
    void anAnswerThatIsDatedAheadItselfRecoversNothingMore() {
        long year3000 = 32_503_680_000L;
        Event request = TestEvents.ofKind(5300).at(year3000).build();

        assertTrue(
                recovered(ReadingDesk.open(), resultWith(request).at(year3000)).isEmpty());
    }

    @Test
    void aBannedRequestDoesNotComeBackInsideAnAnswer() {
        assertTrue(recovered(ReadingDesk.banning(asked), resultWith(asked)).isEmpty());
    }

    @Test
    void aKnownRequestIsNotCheckedAgain() {
        ReadingDesk desk = ReadingDesk.knowing(asked);

        Link link = desk.link(resultWith(asked).tag("e", asked.id().hex()));

        assertEquals(Optional.of(new Link.Embedded(asked.id(), Optional.empty())), link.embedded());
        assertEquals(0, desk.signaturesChecked());
    }

    @Test
    void anUnknownOneIsCheckedOnce() {
        ReadingDesk desk = ReadingDesk.open();

        desk.link(resultWith(asked).tag("request", json(asked)));

        assertEquals(1, desk.signaturesChecked());
    }

    /** The request with another signature: its id is right, and nobody's word stands behind it. */
    private Event forged() {
        return new Event(
                asked.id(),
                asked.pubkey(),
                asked.createdAt(),
                asked.kind(),
                asked.tags(),
                asked.content(),
                TestEvents.note("").build().sig());
    }

    @Test
    void aForgeryLinksNothingWhetherTheRequestIsKnownOrNot() {
        TestEvents result = resultWith(forged()).tag("e", hex(1)).tag("e", hex(2));

        Link unknown = ReadingDesk.open().link(result);
        Link known = ReadingDesk.knowing(asked).link(result);

        assertEquals(Optional.empty(), unknown.embedded());
        assertEquals(unknown, known);
    }

    @Test
    void aForgeryThatIsNotCheckedChangesNoLink() {
        TestEvents result = resultWith(forged()).tag("e", asked.id().hex());

        Link unknown = ReadingDesk.open().link(result);
        Link known = ReadingDesk.knowing(asked).link(result);

        assertEquals(Optional.empty(), unknown.embedded());
        assertEquals(unknown.candidates(), known.candidates());
        assertEquals(unknown.resolve(asked.id()::equals), known.resolve(asked.id()::equals));
        assertEquals(unknown.resolve(id -> false), known.resolve(id -> false));
    }

    @Test
    void aRequestThatIsNotTheMarkedJobIsNotLookedAt() {
        ReadingDesk desk = ReadingDesk.open();

        Link link = desk.link(resultWith(asked).tag("e", hex(1), "", "job"));

        assertEquals(new Link(Optional.of(id(1)), List.of(id(1)), Optional.empty()), link);
        assertEquals(0, desk.signaturesChecked());
    }

    @Test
    void aGenuineEventThatAsksForNothingIsNoRequest() {
        ReadingDesk desk = ReadingDesk.open();
        Event twoTypes = TestEvents.ofKind(68001).tag("j", "a").tag("j", "b").build();
        Event forkResult = TestEvents.ofKind(68001).tag("e", hex(1)).build();

        for (Event event :
                List.of(TestEvents.note("x").build(), TestEvents.ofKind(5666).build(), twoTypes, forkResult)) {
            assertEquals("no-job", desk.uselessBecause(resultWith(event)));
        }
        assertEquals(0, desk.signaturesChecked());
    }

    @Test
    void aRequestIsReadUpToItsLimitAndNoFurther() {
        int frame = json(TestEvents.ofKind(5300).build()).length();
        Event fits = TestEvents.ofKind(5300)
                .content("x".repeat(Links.MAX_REQUEST_BYTES - frame))
                .build();
        Event isOver = TestEvents.ofKind(5300)
                .content("x".repeat(Links.MAX_REQUEST_BYTES - frame - 1) + "\u00e9")
                .build();

        assertEquals(Links.MAX_REQUEST_BYTES, json(fits).length());
        assertEquals(Links.MAX_REQUEST_BYTES, json(isOver).length(), "in characters");
        assertTrue(ReadingDesk.open().link(resultWith(fits)).embedded().isPresent());
        assertEquals("no-job", ReadingDesk.open().uselessBecause(resultWith(isOver)));
    }
}
