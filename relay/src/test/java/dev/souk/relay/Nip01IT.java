package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Signature;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.Verification;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-01, Events and Kinds: what is accepted, what is kept, and that it comes back as it was signed. */
@Nip(
        works = "EVENT, REQ, CLOSE, all filter conditions, regular, replaceable, ephemeral and addressable kinds, "
                + "kinds above 65535 by configuration")
class Nip01IT {
    private static final long T = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay = RelayFixture.start();
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void acceptsAnEventAndGivesItBack() {
        Event event = note("hello").build();
        client.accepted(event);
        assertEquals(List.of(event), client.stored("{\"ids\":[\"" + event.id() + "\"]}"));
    }

    @Test
    void answersADuplicateWithTrueAndStoresItOnce() {
        Event event = note("hello").build();
        client.accepted(event);
        client.duplicate(event);
        relay.connect().duplicate(event);
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void answersADuplicateWhoseSignatureIsAnotherValidOne() {
        Event first = note("hello").build();
        Event signedAgain = note("hello").build();
        client.accepted(first);
        client.duplicate(signedAgain);
        assertEquals(List.of(first), client.stored("{}"));
    }

    @Test
    void refusesAnEventWhoseIdIsNotItsHash() {
        Event honest = note("hello").build();
        Event forged = new Event(
                honest.id(),
                honest.pubkey(),
                honest.createdAt(),
                honest.kind(),
                honest.tags(),
                "something else",
                honest.sig());
        client.refused(forged, "invalid");
        assertEquals(List.of(), client.stored("{}"));
    }

    @Test
    void refusesASignatureThatIsNotTheAuthorsAndAcceptsTheGoodCopyLater() {
        Event good = note("hello").build();
        Signature other = note("another").build().sig();
        Event bad =
                new Event(good.id(), good.pubkey(), good.createdAt(), good.kind(), good.tags(), good.content(), other);
        client.refused(bad, "invalid");
        client.accepted(good);
        assertEquals(List.of(good), client.stored("{}"));
    }

    @Test
    void answersAMalformedEventByTheIdThatItShows() {
        String id = note("hello").build().id().hex();
        String answer =
                client.send("[\"EVENT\",{\"id\":\"" + id + "\",\"kind\":1}]").next();
        assertTrue(answer.startsWith("[\"OK\",\"" + id + "\",false,\"invalid: "), answer);
    }

    @Test
    void keepsOnlyTheLatestVersionOfAReplaceableEvent() {
        Event old = ofKind(0).at(T - 1).content("old").build();
        Event latest = ofKind(0).at(T).content("new").build();
        client.accepted(old, latest);
        assertEquals(List.of(latest), client.stored("{\"kinds\":[0]}"));
        assertEquals(List.of(), client.stored("{\"ids\":[\"" + old.id() + "\"]}"));
    }

    @Test
    void answersAnOutdatedVersionWithFalseAndDuplicate() {
        Event latest = ofKind(10_002).at(T).build();
        client.accepted(latest);
        client.refused(ofKind(10_002).at(T - 1).build(), "duplicate");
        assertEquals(List.of(latest), client.stored("{\"kinds\":[10002]}"));
    }

    @Test
    void keepsTheReplaceableEventsOfEachAuthorAndKind() {
        Event profile = ofKind(0).build();
        Event contacts = ofKind(3).build();
        Event ofBob = ofKind(0).by(bob()).at(T - 100).build();
        client.accepted(profile, contacts, ofBob);
        assertEquals(3, client.stored("{}").size());
    }

    @Test
    void keepsTheLowestIdWhenTheLowerOneComesLast() {
        List<Event> versions = tied(ofKind(10_000), ofKind(10_000).content("b"));
        client.accepted(versions.get(1), versions.get(0));
        assertEquals(List.of(versions.get(0)), client.stored("{\"kinds\":[10000]}"));
    }

    @Test
    void keepsTheLowestIdWhenTheLowerOneComesFirst() {
        List<Event> versions = tied(ofKind(30_000).tag("d", "x"), ofKind(30_000).tag("d", "x", "b"));
        client.accepted(versions.get(0));
        client.refused(versions.get(1), "duplicate");
        assertEquals(List.of(versions.get(0)), client.stored("{\"kinds\":[30000]}"));
    }

    private static List<Event> tied(TestEvents... versions) {
        return Stream.of(versions)
                .map(version -> version.at(T).build())
                .sorted(Comparator.comparing(Event::id))
                .toList();
    }

    @Test
    void takesAMissingDAndAnEmptyOneForTheSameAddress() {
        Event missing = ofKind(30_023).at(T - 3).build();
        Event nameOnly = ofKind(30_023).at(T - 2).tag("d").build();
        Event empty = ofKind(30_023).at(T - 1).tag("d", "").build();
        client.accepted(missing, nameOnly, empty);
        assertEquals(List.of(empty), client.stored("{\"kinds\":[30023]}"));
        Event missingAgain = ofKind(30_023).at(T).build();
        client.accepted(missingAgain);
        assertEquals(List.of(missingAgain), client.stored("{\"kinds\":[30023]}"));
    }

    @Test
    void addressesByTheFirstDTagOnly() {
        Event one = ofKind(30_023).at(T - 2).tag("d", "a").tag("d", "b").build();
        Event other = ofKind(30_023).at(T - 1).tag("d", "b").tag("d", "a").build();
        Event newer = ofKind(30_023).at(T).tag("d", "a").build();
        client.accepted(one, other, newer);
        assertEquals(List.of(newer, other), client.stored("{\"kinds\":[30023]}"));
    }

    @Test
    void keepsAddressesApartWhoseLongDsShareTheirBeginning() {
        String prefix = "x".repeat(1_024);
        Event one = ofKind(30_023).at(T - 2).tag("d", prefix + "1").build();
        Event two = ofKind(30_023).at(T - 1).tag("d", prefix + "2").build();
        Event begin = ofKind(30_023).at(T).tag("d", prefix).build();
        client.accepted(one, two, begin);
        assertEquals(List.of(begin, two, one), client.stored("{\"kinds\":[30023]}"));
        assertEquals(List.of(two), client.stored("{\"#d\":[\"" + prefix + "2\"]}"));
    }

    @Test
    void deliversEphemeralEventsLiveAndNeverStoresThem() {
        TestClient reader = relay.connect();
        reader.subscribe("live", "{\"kinds\":[20000,29999]}");
        Event first = ofKind(20_000).build();
        Event last = ofKind(29_999).build();
        client.accepted(first, last);
        assertEquals(first, reader.nextEvent("live"));
        assertEquals(last, reader.nextEvent("live"));
        assertEquals(List.of(), client.stored("{\"ids\":[\"" + first.id() + "\",\"" + last.id() + "\"]}"));
        assertEquals(List.of(), client.stored("{}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 44, 45, 500, 999, 1_000, 9_999, 40_000, 65_535})
    void keepsEveryEventOfARegularKind(int kind) {
        client.authenticate(TestKeys.alice());
        Event older = ofKind(kind).by(TestKeys.alice()).at(T - 1).build();
        Event newer = ofKind(kind).by(TestKeys.alice()).at(T).build();
        client.accepted(newer, older);
        assertEquals(List.of(newer, older), client.stored("{\"kinds\":[" + kind + "]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 10_000, 19_999})
    void keepsOneEventOfAReplaceableKindWhateverItsD(int kind) {
        Event older = ofKind(kind).at(T - 1).tag("d", "a").build();
        Event newer = ofKind(kind).at(T).tag("d", "b").build();
        client.accepted(older, newer);
        assertEquals(List.of(newer), client.stored("{\"kinds\":[" + kind + "]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {30_000, 39_999})
    void keepsOneEventForEachDOfAnAddressableKind(int kind) {
        Event replaced = ofKind(kind).at(T - 2).tag("d", "a").build();
        Event other = ofKind(kind).at(T - 1).tag("d", "b").build();
        Event newer = ofKind(kind).at(T).tag("d", "a").build();
        client.accepted(replaced, other, newer);
        assertEquals(List.of(newer, other), client.stored("{\"kinds\":[" + kind + "]}"));
    }

    @Test
    void givesBackEveryCharacterAsItWasSigned() {
        StringBuilder everything =
                new StringBuilder("\n\"\\\r\t\b\f/<>&'\u007f\u0085\u00e9\u2028\u2029\ufeff\ufffd\uffff");
        IntStream.range(0, 0x20).forEach(everything::appendCodePoint);
        everything.appendCodePoint(0x1f600).appendCodePoint(0x10ffff);
        String text = everything.toString();
        Event event = note(text).tag("r", text, text).tag(text).tag("t", "").build();
        client.accepted(event);
        Event served = client.stored("{\"ids\":[\"" + event.id() + "\"]}").getFirst();
        assertEquals(text, served.content());
        assertEquals(event.tags(), served.tags());
        assertEquals(event.id(), served.computeId());
        assertEquals(Verification.VALID, new EventVerifier(Schnorr.best()).verify(served));
    }

    @Test
    void givesBackTheSameEventWhateverEscapesItWasSentWith() {
        Event event = note("/\u00e9\ud83d\ude00\n").build();
        String escaped = TestClient.json(event).replace("/\u00e9\ud83d\ude00\\n", "\\/\\u00e9\\ud83d\\uDE00\\u000a");
        String answer = client.send("[\"EVENT\", " + escaped + " ]").next();
        assertEquals("[\"OK\",\"" + event.id() + "\",true,\"\"]", answer);
        assertEquals(List.of(event), client.stored("{}"));
    }

    @Test
    void keepsEventsOverARestart() {
        Event event = note("hello").by(alice()).build();
        Event profile = ofKind(0).build();
        client.accepted(event, profile);
        relay.restart();
        TestClient later = relay.connect();
        assertEquals(2, later.stored("{}").size());
        later.duplicate(event);
        later.refused(ofKind(0).at(T - 1).build(), "duplicate");
    }
}
