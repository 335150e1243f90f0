package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.relay.ClosedRelay.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Tag;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.crypto.Verification;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import dev.souk.relay.config.MembersConfig.Invites;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-43: invites are made for whoever asks for them and may have them, and are good for what the operator has set. */
class Nip43InviteIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey CAROL = TestKeys.carol();
    private static final String ASK = "{\"kinds\":[28935]}";
    private static final String WELCOME = "true,\"info: welcome to Souk\"";
    private static final String EXPIRED = "false,\"restricted: that invite code is expired\"";
    private static final String USED = "false,\"restricted: that invite code was used already\"";
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

    private String join(SecretKey key, String code) {
        return answer(relay.connect(), relay.joining(key, code).build());
    }

    private static void assertClosed(String prefix, TestClient client) {
        String answer = client.req("invite", ASK).next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"invite\",\"" + prefix + ": "), answer);
    }

    @Test
    void anInviteIsSignedByTheRelayAndProtected() {
        Event invite = relay.connect(ALICE).stored(ASK).getFirst();
        assertEquals(ClosedRelay.SELF.publicKey(), invite.pubkey());
        assertEquals(Verification.VALID, new EventVerifier(Schnorr.best()).verify(invite));
        assertEquals(
                List.of("-", "claim"), invite.tags().stream().map(Tag::name).toList());
        assertEquals(32, invite.firstValue("claim").orElseThrow().length());
        assertEquals("", invite.content());
    }

    @Test
    void everyRequestGetsAnotherInvite() {
        assertNotEquals(relay.invite(ALICE), relay.invite(ALICE));
        assertEquals(1, relay.connect(ALICE).stored(ASK, ASK).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kinds\":[28935],\"limit\":0}",
                "{\"kinds\":[28935],\"since\":1700000001}",
                "{\"kinds\":[28935],\"authors\":[\"79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798\"]}",
                "{\"kinds\":[28935],\"#t\":[\"x\"]}"
            })
    void whoAsksForSomethingElseGetsNone(String filter) {
        assertEquals(
                List.of(),
                relay.connect(ALICE).stored(filter).stream()
                        .filter(event -> event.kind() == 28_935)
                        .toList());
    }

    @Test
    void anInviteIsNeitherStoredNorShownToOthersNorCounted() {
        TestClient operator = relay.connect(TestMembers.OPERATOR);
        operator.subscribe("all", "{\"kinds\":[28934,28935,28936]}");
        relay.invite(ALICE);
        operator.nothingMore();
        assertEquals(
                "[\"COUNT\",\"n\",{\"count\":0}]",
                relay.connect(ALICE).send("[\"COUNT\",\"n\"," + ASK + "]").next());
    }

    @Test
    void strangersAreGivenNone() {
        assertClosed("auth-required", relay.connect());
        assertClosed("restricted", relay.connect(BOB));
        assertEquals(List.of(), relay.connect(BOB).stored("{\"kinds\":[28935,39999]}"));
    }

    @Test
    void whoIsGivenInvitesIsForTheOperatorToSay() {
        relayWith(new TestMembers().invites(Invites.OPERATORS));
        assertClosed("restricted", relay.connect(ALICE));
        assertEquals(WELCOME, join(BOB, relay.invite(TestMembers.OPERATOR)));
        relayWith(new TestMembers().invites(Invites.NOBODY));
        assertClosed("restricted", relay.connect(TestMembers.OPERATOR));
    }

    @Test
    void whoCannotProveAnythingIsNotAskedTo() {
        relay.close();
        relay = ClosedRelay.start(
                new TestMembers(),
                config ->
                        config.withAuth(new AuthConfig(Mode.OFF, List.of(), AuthConfig.DEFAULT.privateKinds(), true)));
        assertClosed("restricted", relay.connect());
    }

    @Test
    void anInviteIsGoodOnceAndAlsoAfterARestart() {
        String code = relay.invite(ALICE);
        relay.restart();
        assertEquals(WELCOME, join(BOB, code));
        assertEquals(USED, join(CAROL, code));
        relay.restart();
        assertEquals(USED, join(CAROL, code));
    }

    @Test
    void anInviteIsGoodAsOftenAsTheOperatorHasSet() {
        relayWith(new TestMembers().uses(2));
        String code = relay.invite(ALICE);
        assertEquals(WELCOME, join(BOB, code));
        assertEquals(WELCOME, join(CAROL, code));
        assertEquals(USED, join(TestKeys.key(4), code));
    }

    @Test
    void anInviteExpires() {
        String code = relay.invite(ALICE);
        relay.passes(Duration.ofDays(7).toSeconds() - 1);
        assertEquals(WELCOME, join(BOB, code));
        String late = relay.invite(TestMembers.OPERATOR);
        relay.passes(Duration.ofDays(7).toSeconds());
        assertEquals(EXPIRED, join(CAROL, late));
    }

    @Test
    void anInviteIsGoodForAsLongAsTheOperatorHasSet() {
        relayWith(new TestMembers().lifetime(Duration.ofHours(1)));
        String code = relay.invite(ALICE);
        String late = relay.invite(ALICE);
        relay.passes(3_599);
        assertEquals(WELCOME, join(BOB, code));
        relay.passes(1);
        assertEquals(EXPIRED, join(CAROL, late));
    }

    @Test
    void onlyTheNewestHundredOfAMemberAreGood() {
        String first = relay.invite(TestMembers.OPERATOR);
        TestClient alice = relay.connect(ALICE);
        String oldest = "";
        for (int i = 0; i < 101; i++) {
            String code = alice.stored(ASK).getFirst().firstValue("claim").orElseThrow();
            oldest = i == 0 ? code : oldest;
        }
        assertEquals(WRONG, join(BOB, oldest));
        assertEquals(WELCOME, join(BOB, first), "others lose nothing by it");
    }

    @Test
    void noneIsGivenWhenTooManyAreKept() {
        relayWith(new TestMembers().maxInvites(2));
        String first = relay.invite(ALICE);
        relay.invite(ALICE);
        assertEquals(List.of(), relay.connect(TestMembers.OPERATOR).stored(ASK));
        assertEquals(WELCOME, join(BOB, first));
        relay.passes(Duration.ofDays(7).toSeconds());
        assertEquals(1, relay.connect(TestMembers.OPERATOR).stored(ASK).size());
    }

    @Test
    void nobodyPassesHisOwnInvitesOffAsTheRelays() {
        TestClient alice = relay.connect(ALICE);
        alice.refused(
                ofKind(28_935)
                        .by(ALICE)
                        .at(relay.now())
                        .tag("-")
                        .tag("claim", "a trap")
                        .build(),
                "invalid");
    }
}
