package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.relay.ClosedRelay.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import dev.souk.relay.config.MembersConfig.Readers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-43: who may publish and read on a closed relay, and how one comes and goes. */
@Nip(
        works = "with `members.closed`: members publish, others are refused; invites on request, join, leave; "
                + "the list of members, roles, and who comes and goes, by the relay's key")
class Nip43IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final String WELCOME = "true,\"info: welcome to Souk\"";
    private static final String GOODBYE = "true,\"info: you are no longer a member of Souk\"";
    private static final String WRONG = "false,\"restricted: that is an invalid invite code\"";

    private ClosedRelay relay = ClosedRelay.start(new TestMembers());

    @AfterEach
    void stops() {
        relay.close();
    }

    private void relayWith(TestMembers members) {
        relay.close();
        relay = ClosedRelay.start(members);
    }

    private void relayWith(AuthConfig auth) {
        relay.close();
        relay = ClosedRelay.start(new TestMembers(), config -> config.withAuth(auth));
    }

    private Event noteBy(SecretKey key, String content) {
        return note(content).by(key).at(relay.now()).build();
    }

    @Test
    void aStrangerIsInvitedJoinsPublishesAndLeaves() {
        TestClient bob = relay.connect();
        bob.refused(noteBy(BOB, "too early"), "restricted");
        String code = relay.invite(ALICE);
        assertEquals(WELCOME, answer(bob, relay.joining(BOB, code).build()));
        bob.accepted(noteBy(BOB, "a member"));
        assertEquals(GOODBYE, answer(bob, relay.leaving(BOB).build()));
        bob.refused(noteBy(BOB, "too late"), "restricted");
    }

    @Test
    void theAuthorCountsWhoeverBringsTheEvent() {
        relay.connect().accepted(noteBy(ALICE, "brought by a stranger"));
        relay.connect(ALICE).refused(noteBy(BOB, "brought by a member"), "restricted");
    }

    @Test
    void aRestartForgetsNobody() {
        assertEquals(
                WELCOME,
                answer(relay.connect(), relay.joining(BOB, relay.invite(ALICE)).build()));
        assertEquals(GOODBYE, answer(relay.connect(), relay.leaving(ALICE).build()));
        relay.restart();
        relay.connect().accepted(noteBy(BOB, "still a member"));
        relay.connect().refused(noteBy(ALICE, "given by the configuration, and gone since"), "restricted");
    }

    @Test
    void anOperatorBelongsWhateverHappens() {
        TestClient operator = relay.connect();
        assertEquals(
                GOODBYE, answer(operator, relay.leaving(TestMembers.OPERATOR).build()));
        operator.accepted(noteBy(TestMembers.OPERATOR, "still here"));
    }

    @Test
    void whoIsAMemberNeedNotJoin() {
        String duplicate = "true,\"duplicate: you are already a member of this relay\"";
        assertEquals(
                duplicate,
                answer(relay.connect(), relay.joining(ALICE, "whatever").build()));
        String code = relay.invite(ALICE);
        answer(relay.connect(), relay.joining(ALICE, code).build());
        assertEquals(WELCOME, answer(relay.connect(), relay.joining(BOB, code).build()), "the code is still good");
    }

    @Test
    void whoIsNoMemberNeedNotLeave() {
        assertEquals(
                "true,\"duplicate: you are no member of this relay\"",
                answer(relay.connect(), relay.leaving(BOB).build()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -1_000_000_000})
    void aRequestFromAnotherTimeIsRefused(long seconds) {
        String code = relay.invite(ALICE);
        TestClient bob = relay.connect();
        bob.refused(relay.joining(BOB, code).at(relay.now() + seconds).build(), "invalid");
        bob.refused(relay.leaving(ALICE).at(relay.now() + seconds).build(), "invalid");
        assertEquals(
                WELCOME,
                answer(bob, relay.joining(BOB, code).at(relay.now() + 300).build()));
    }

    @Test
    void aMalformedRequestIsRefused() {
        String code = relay.invite(ALICE);
        TestClient bob = relay.connect();
        long now = relay.now();
        bob.refused(ofKind(28_934).by(BOB).at(now).tag("claim", code).build(), "invalid");
        bob.refused(ofKind(28_936).by(ALICE).at(now).build(), "invalid");
        bob.refused(ofKind(28_934).by(BOB).at(now).tag("-").build(), "invalid");
        bob.refused(ofKind(28_934).by(BOB).at(now).tag("-").tag("claim").build(), "invalid");
        bob.refused(relay.joining(BOB, code).tag("claim", "another").build(), "invalid");
        bob.refused(relay.joining(BOB, code).unsigned(), "invalid");
        bob.refused(relay.leaving(ALICE).unsigned(), "invalid");
        assertEquals(WELCOME, answer(bob, relay.joining(BOB, code).build()));
        bob.accepted(noteBy(ALICE, "nobody made her leave"));
    }

    @Test
    void whoGuessesCodesIsSlowedDown() {
        TestClient bob = relay.connect();
        for (String guess : List.of("", "0", "\u0000é", "x".repeat(10_000), "a", "b", "c", "d", "e", "f")) {
            assertEquals(WRONG, answer(bob, relay.joining(BOB, guess).build()));
        }
        String code = relay.invite(ALICE);
        bob.refused(relay.joining(BOB, code).build(), "rate-limited");
        relay.connect().refused(relay.joining(BOB, code).build(), "rate-limited");
        relay.passes(60);
        assertEquals(WELCOME, answer(bob, relay.joining(BOB, code).build()));
    }

    @Test
    void aRequestThatWasFollowedIsNotFollowedAgain() {
        relayWith(new TestMembers().uses(10));
        TestClient bob = relay.connect();
        String code = relay.invite(ALICE);
        Event joining = relay.joining(BOB, code).build();
        Event leaving = relay.leaving(BOB).build();
        assertEquals(WELCOME, answer(bob, joining));
        assertEquals(GOODBYE, answer(bob, leaving));
        bob.refused(joining, "invalid");
        relay.passes(1);
        assertEquals(WELCOME, answer(bob, relay.joining(BOB, code).build()));
        bob.refused(leaving, "invalid");
        bob.accepted(noteBy(BOB, "still a member"));
    }

    @Test
    void aRequestIsNeitherStoredNorShownToAnybody() {
        String code = relay.invite(ALICE);
        TestClient alice = relay.connect(ALICE);
        alice.subscribe("requests", "{\"kinds\":[28934,28936]}");
        answer(relay.connect(), relay.joining(BOB, code).build());
        answer(relay.connect(), relay.leaving(BOB).build());
        alice.nothingMore();
        assertEquals(List.of(), alice.stored("{\"kinds\":[28934,28936]}"));
    }

    @Test
    void theSignatureOfARequestIsProofEnough() {
        relayWith(new AuthConfig(Mode.WRITE, List.of(), AuthConfig.DEFAULT.privateKinds(), false));
        TestClient bob = relay.connect();
        assertEquals(
                WELCOME, answer(bob, relay.joining(BOB, relay.invite(ALICE)).build()));
        bob.refused(noteBy(BOB, "this needs one"), "auth-required");
        assertEquals(GOODBYE, answer(bob, relay.leaving(BOB).build()));
    }

    @Test
    void nobodyJoinsWhenTheRelayIsFull() {
        relayWith(new TestMembers().maxMembers(2));
        String code = relay.invite(ALICE);
        relay.connect().refused(relay.joining(BOB, code).build(), "restricted");
        relay.members().remove(ALICE.publicKey());
        assertEquals(WELCOME, answer(relay.connect(), relay.joining(BOB, code).build()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_059, 9_735, 21_059})
    void mailAndZapsForMembersAreTakenFromAnybody(int kind) {
        TestClient stranger = relay.connect();
        stranger.accepted(ofKind(kind)
                .by(TestKeys.key(7))
                .at(relay.now())
                .tag("p", BOB.publicKey().hex())
                .tag("p", ALICE.publicKey().hex())
                .build());
        stranger.refused(
                ofKind(kind)
                        .by(TestKeys.key(7))
                        .at(relay.now())
                        .tag("p", BOB.publicKey().hex())
                        .tag("p", "no key")
                        .build(),
                "restricted");
    }

    @Test
    void theOperatorSaysWhatIsTakenForMembers() {
        relayWith(new TestMembers().forMembers(7));
        TestClient stranger = relay.connect();
        String alice = ALICE.publicKey().hex();
        stranger.accepted(ofKind(7).by(BOB).at(relay.now()).tag("p", alice).build());
        stranger.refused(ofKind(1_059).by(BOB).at(relay.now()).tag("p", alice).build(), "restricted");
    }

    @Test
    void whoAsksToVanishNeedNotBelong() {
        relay.connect().accepted(noteBy(ALICE, "old"));
        assertEquals(GOODBYE, answer(relay.connect(), relay.leaving(ALICE).build()));
        Event wish = ofKind(62)
                .by(ALICE)
                .at(relay.now() + 1)
                .tag("relay", "ALL_RELAYS")
                .build();
        relay.connect().accepted(wish);
        assertEquals(
                List.of(wish),
                relay.connect().stored("{\"authors\":[\"" + ALICE.publicKey().hex() + "\"]}"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8_000, 8_001, 13_534, 28_934, 28_935, 28_936, 33_534})
    void nobodySpeaksForTheRelay(int kind) {
        Event forged = ofKind(kind)
                .by(ClosedRelay.SELF)
                .at(relay.now())
                .tag("-")
                .tag("claim", relay.invite(ALICE))
                .tag("d", "king")
                .build();
        relay.connect(ClosedRelay.SELF).refused(forged, "blocked");
    }

    @Test
    void membersOnlyMayReadWhereThatIsSet() {
        relayWith(new TestMembers().readers(Readers.MEMBERS));
        Event note = noteBy(ALICE, "for members");
        relay.connect().accepted(note);
        for (String message : List.of("REQ", "COUNT")) {
            String question = "[\"" + message + "\",\"q\",{\"kinds\":[1]}]";
            String stranger = relay.connect().send(question).next();
            assertTrue(stranger.startsWith("[\"CLOSED\",\"q\",\"auth-required: "), stranger);
            String bob = relay.connect(BOB).send(question).next();
            assertTrue(bob.startsWith("[\"CLOSED\",\"q\",\"restricted: "), bob);
        }
        assertEquals(List.of(note), relay.connect(ALICE).stored("{\"kinds\":[1]}"));
    }

    @Test
    void whoLeavesSeesNothingMoreOfWhatMembersRead() {
        relayWith(new TestMembers().readers(Readers.MEMBERS));
        TestClient alice = relay.connect(ALICE);
        alice.subscribe("notes", "{\"kinds\":[1]}");
        Event before = noteBy(TestMembers.OPERATOR, "before");
        relay.connect().accepted(before);
        assertEquals(before, alice.nextEvent("notes"));
        assertEquals(GOODBYE, answer(alice, relay.leaving(ALICE).build()));
        TestClient operator = relay.connect(TestMembers.OPERATOR);
        operator.subscribe("notes", "{\"kinds\":[1]}");
        Event after = noteBy(TestMembers.OPERATOR, "after");
        relay.connect().accepted(after);
        assertEquals(after, operator.nextEvent("notes"));
        assertTrue(alice.req("more", "{}").next().startsWith("[\"CLOSED\",\"more\",\"restricted: "));
    }

    @Test
    void theInformationDocumentSaysThatTheRelayIsClosed() {
        String document = relay.fixture().information();
        assertTrue(document.contains(",43,"), document);
        assertTrue(
                document.contains("\"self\":\"" + ClosedRelay.SELF.publicKey().hex() + "\""), document);
        assertTrue(document.contains("\"restricted_writes\":true"), document);
        assertTrue(document.contains("\"auth_required\":false"), document);
        relayWith(new TestMembers().readers(Readers.MEMBERS));
        assertTrue(relay.fixture().information().contains("\"auth_required\":true"));
    }

    @Test
    void anOpenRelaySaysNothingOfMembers() {
        try (RelayFixture open = RelayFixture.start()) {
            String document = open.information();
            assertFalse(document.contains(",43,"), document);
            assertTrue(document.contains("\"restricted_writes\":false"), document);
        }
    }
}
