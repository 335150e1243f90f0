package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.relay.ClosedRelay.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.crypto.Verification;
import dev.souk.relay.members.Role;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-43: what the relay publishes of its members, signed by its own key. */
class Nip43ListIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final String OWN = "\"authors\":[\"" + ClosedRelay.SELF.publicKey() + "\"]";
    private static final String LIST = "{\"kinds\":[13534]," + OWN + "}";
    private static final String ALL = "{" + OWN + "}";

    private ClosedRelay relay = ClosedRelay.start(new TestMembers());

    @AfterEach
    void stops() {
        relay.close();
    }

    private static Set<String> listed(Event list) {
        return list.tags().stream()
                .filter(tag -> tag.name().equals("member"))
                .map(tag -> tag.elements().get(1))
                .collect(Collectors.toSet());
    }

    private Event awaitList(SecretKey... members) {
        Set<String> expected =
                Arrays.stream(members).map(key -> key.publicKey().hex()).collect(Collectors.toSet());
        return relay.await(LIST, list -> listed(list).equals(expected));
    }

    private static String change(int kind, Bytes32 pubkey) {
        return "{\"kinds\":[" + kind + "]," + OWN + ",\"#p\":[\"" + pubkey + "\"]}";
    }

    private static void assertOwn(Event event) {
        assertEquals(Verification.VALID, new EventVerifier(Schnorr.best()).verify(event));
        assertEquals(ClosedRelay.SELF.publicKey(), event.pubkey());
        assertTrue(event.tags().contains(Tag.of("-")), event::toString);
    }

    @Test
    void theListHasEveryMember() {
        Event list = awaitList(ALICE, TestMembers.OPERATOR);
        assertOwn(list);
        assertEquals(3, list.tags().size());
    }

    @Test
    void whoComesAndGoesIsAnnouncedAndListed() {
        Event first = awaitList(ALICE, TestMembers.OPERATOR);
        answer(relay.connect(), relay.joining(BOB, relay.invite(ALICE)).build());
        Event second = awaitList(ALICE, BOB, TestMembers.OPERATOR);
        assertTrue(second.createdAt() > first.createdAt(), "the clock stands still, the versions do not");
        Event joined = relay.await(change(8_000, BOB.publicKey()), event -> true);
        assertOwn(joined);
        answer(relay.connect(), relay.leaving(BOB).build());
        assertTrue(awaitList(ALICE, TestMembers.OPERATOR).createdAt() > second.createdAt());
        assertOwn(relay.await(change(8_001, BOB.publicKey()), event -> true));
    }

    @Test
    void subscribersLearnOfItAtOnce() {
        awaitList(ALICE, TestMembers.OPERATOR);
        TestClient client = relay.connect();
        client.subscribe("new", "{\"kinds\":[8000]," + OWN + ",\"#p\":[\"" + BOB.publicKey() + "\"],\"limit\":0}");
        relay.members().add(BOB.publicKey(), "by hand");
        assertOwn(client.nextEvent("new"));
    }

    @Test
    void aRestartRepeatsNothing() {
        awaitList(ALICE, TestMembers.OPERATOR);
        relay.members().add(BOB.publicKey(), "");
        awaitList(ALICE, BOB, TestMembers.OPERATOR);
        relay.await(change(8_000, BOB.publicKey()), event -> true);
        List<Event> before = relay.connect().stored(ALL);
        relay.passes(60);
        relay.restart();
        relay.members().add(TestKeys.carol().publicKey(), "so that a round is seen to be over");
        awaitList(ALICE, BOB, TestKeys.carol(), TestMembers.OPERATOR);
        relay.await(change(8_000, TestKeys.carol().publicKey()), event -> true);
        List<Event> after = relay.connect().stored(ALL);
        assertEquals(before.size() + 1, after.size(), "a change, and another version of the list");
    }

    @Test
    void whatHappenedBeforeACrashIsAnnouncedAfterIt() {
        awaitList(ALICE, TestMembers.OPERATOR);
        relay.members().add(BOB.publicKey(), "");
        long then = relay.now();
        relay.passes(3_600);
        relay.restart();
        Event joined = relay.await(change(8_000, BOB.publicKey()), event -> true);
        assertEquals(then, joined.createdAt());
        awaitList(ALICE, BOB, TestMembers.OPERATOR);
    }

    @Test
    void rolesAreDefinedAndListed() {
        relay.members().put(new Role("28b7e50f", "king", "ruler of the relay", OptionalInt.of(37), OptionalInt.of(1)));
        relay.members().put(new Role("jester", "", "", OptionalInt.empty(), OptionalInt.empty()));
        relay.members().assign(ALICE.publicKey(), "28b7e50f");
        Event king = relay.await("{\"kinds\":[33534],\"#d\":[\"28b7e50f\"]," + OWN + "}", event -> true);
        assertOwn(king);
        assertEquals(
                List.of(
                        Tag.of("-"),
                        Tag.of("d", "28b7e50f"),
                        Tag.of("label", "king"),
                        Tag.of("description", "ruler of the relay"),
                        Tag.of("color", "37"),
                        Tag.of("order", "1")),
                king.tags());
        relay.await(
                LIST,
                list -> list.tags().contains(Tag.of("member", ALICE.publicKey().hex(), "28b7e50f")));
        relay.await(
                "{\"kinds\":[33534],\"#d\":[\"jester\"]," + OWN + "}",
                event -> event.tags().equals(List.of(Tag.of("-"), Tag.of("d", "jester"))));
    }

    @Test
    void aRoleThatIsNoMoreIsTakenBack() {
        relay.members().put(new Role("jester", "fool", "", OptionalInt.empty(), OptionalInt.empty()));
        String jester = "{\"kinds\":[33534],\"#d\":[\"jester\"]," + OWN + "}";
        relay.await(jester, event -> true);
        relay.members().removeRole("jester");
        Event deletion = relay.await("{\"kinds\":[5]," + OWN + "}", event -> true);
        assertOwn(deletion);
        assertEquals(List.of(), relay.connect().stored(jester));
        awaitList(ALICE, TestMembers.OPERATOR);
    }

    @Test
    void aListThatIsTooLongIsCutBehindThoseWithRoles() {
        relay.close();
        relay = ClosedRelay.start(
                new TestMembers(),
                config -> config.withLimits(new TestLimits().maxEventTags(10).build()));
        relay.members().put(new Role("king", "", "", OptionalInt.empty(), OptionalInt.empty()));
        relay.members()
                .add(
                        IntStream.range(100, 200)
                                .mapToObj(number -> TestKeys.key(number).publicKey())
                                .toList(),
                        "many");
        Bytes32 king = TestKeys.key(150).publicKey();
        relay.members().assign(king, "king");
        Event list = relay.await(LIST, event -> event.tags().contains(Tag.of("member", king.hex(), "king")));
        assertEquals(10, list.tags().size());
        assertEquals(Tag.of("member", king.hex(), "king"), list.tags().get(1));
    }

    @Test
    void aListTakesNoMoreBytesThanAMessageMayHave() {
        relay.close();
        relay = ClosedRelay.start(
                new TestMembers(),
                config -> config.withLimits(
                        new TestLimits().maxMessageBytes(8_192).build()));
        relay.members()
                .add(
                        IntStream.range(100, 300)
                                .mapToObj(number -> TestKeys.key(number).publicKey())
                                .toList(),
                        "many");
        Event list = relay.await(LIST, event -> event.tags().size() > 10);
        assertTrue(list.json().length > 6_000 && list.json().length < 8_192, () -> "" + list.json().length);
    }

    @Test
    void nothingIsPublishedWhereThatIsSetAndWhatWasIsTakenBack() {
        awaitList(ALICE, TestMembers.OPERATOR);
        relay.restartWith(new TestMembers().unpublished());
        relay.members().add(BOB.publicKey(), "");
        Event deletion = relay.await("{\"kinds\":[5]," + OWN + "}", event -> true);
        assertEquals(List.of(), relay.connect().stored(LIST));
        relay.connect().accepted(note("a member").by(BOB).at(relay.now()).build());
        relay.restartWith(new TestMembers());
        relay.passes(deletion.createdAt() - relay.now() + 1);
        awaitList(ALICE, BOB, TestMembers.OPERATOR);
        assertEquals(List.of(), relay.connect().stored(change(8_000, BOB.publicKey())), "it was not to be told");
    }
}
