package dev.souk.relay;

import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.WriteConfig;
import dev.souk.relay.config.WriteRule;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the rules of {@code [write]} refuse: one test and more for each. */
class WriteControlIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey CAROL = TestKeys.carol();
    private static final String HOME = "198.51.100.1";
    private static final String ELSEWHERE = "203.0.113.9";
    private static final String SPAM = "Buy the cheapest coins at the very best place";

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private void relayWith(TestWrite write) {
        relay.close();
        relay = write.relay();
    }

    private static void refused(TestClient client, Event event, String prefix, WriteRule rule) {
        String answer = client.ok(event);
        boolean isAsExpected = answer.startsWith("[\"OK\",\"" + event.id() + "\",false,\"" + prefix + ": ")
                && answer.endsWith(" (" + rule.word() + ")\"]");
        if (!isAsExpected) {
            throw new AssertionError("expected " + prefix + " by " + rule.word() + ", got " + answer);
        }
    }

    private static Event note(int number, SecretKey author) {
        return TestEvents.note("note " + number).by(author).build();
    }

    private double counted(WriteRule rule, String effect) {
        return relay.meter("souk_write_rules_total{effect=\"" + effect + "\",rule=\"" + rule.word() + "\"}");
    }

    @Test
    void anAddressPublishesAsMuchAsItsRateAllowsAndMoreWithTime() {
        relayWith(new TestWrite().addressRate(2));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(note(1, ALICE), note(2, BOB));
        refused(relay.connectFrom(HOME), note(3, CAROL), "rate-limited", WriteRule.ADDRESS_RATE);
        relay.connectFrom(ELSEWHERE).accepted(note(4, ALICE));
        relay.setClock(RelayFixture.START.plusSeconds(31));
        client.accepted(note(3, CAROL));
        assertEquals(1, counted(WriteRule.ADDRESS_RATE, "refused"));
    }

    @Test
    void whatIsRefusedForSomethingElseCountsForTheAddressToo() {
        relayWith(new TestWrite().addressRate(2));
        TestClient client = relay.connectFrom(HOME);
        client.refused(TestEvents.note("forged").unsigned(), "invalid");
        client.accepted(note(1, ALICE));
        refused(client, note(2, ALICE), "rate-limited", WriteRule.ADDRESS_RATE);
    }

    @Test
    void addressesOfOneLineAreOne() {
        relayWith(new TestWrite().addressRate(1));
        relay.connectFrom("2001:db8:1:2::1").accepted(note(1, ALICE));
        refused(relay.connectFrom("2001:db8:1:2:ffff::2"), note(2, BOB), "rate-limited", WriteRule.ADDRESS_RATE);
        relay.connectFrom("2001:db8:1:3::1").accepted(note(2, BOB));
    }

    @Test
    void whoIsOnThisMachineIsSpared() {
        relayWith(new TestWrite().addressRate(1).pubkeyRate(1).newPubkeys(1));
        relay.connect().accepted(note(1, ALICE), note(2, ALICE), note(3, BOB), note(4, CAROL));
    }

    @Test
    void anOperatorIsSparedWhereverHeIs() {
        relay.close();
        WriteConfig write = new TestWrite().addressRate(1).pubkeyRate(1).build();
        relay = RelayFixture.start(config ->
                config.withWrite(write).withMembers(config.members().withOperators(Set.of(ALICE.publicKey()))));
        TestClient client = relay.connectFrom(HOME);
        client.authenticate(ALICE);
        client.accepted(note(1, ALICE), note(2, ALICE), note(3, BOB), note(4, BOB));
    }

    @Test
    void anAuthorPublishesAsMuchAsItsRateAllowsWhereverItIs() {
        relayWith(new TestWrite().pubkeyRate(1));
        relay.connectFrom(HOME).accepted(note(1, ALICE), note(2, BOB));
        refused(relay.connectFrom(ELSEWHERE), note(3, ALICE), "rate-limited", WriteRule.PUBKEY_RATE);
    }

    @Test
    void nobodyUsesUpTheRateOfAnotherKey() {
        relayWith(new TestWrite().pubkeyRate(1));
        TestClient client = relay.connectFrom(HOME);
        client.refused(TestEvents.note("forged 1").by(ALICE).unsigned(), "invalid");
        client.refused(TestEvents.note("forged 2").by(ALICE).unsigned(), "invalid");
        client.accepted(note(1, ALICE));
        client.duplicate(note(1, ALICE));
    }

    @Test
    void aKindHasARateOfItsOwn() {
        relayWith(new TestWrite().kindRate(0, 1));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(ofKind(0).content("{}").build(), note(1, ALICE), note(2, ALICE));
        refused(client, ofKind(0).content("{ }").at(1_700_000_001).build(), "rate-limited", WriteRule.KIND_RATE);
        client.accepted(ofKind(0).content("{}").by(BOB).build());
    }

    @Test
    void kindsOfOneTimeKeysAreCountedByAddress() {
        relayWith(new TestWrite().kindRate(1_059, 1));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(ofKind(1_059).by(TestKeys.key(10)).build());
        refused(client, ofKind(1_059).by(TestKeys.key(11)).build(), "rate-limited", WriteRule.KIND_RATE);
        relay.connectFrom(ELSEWHERE).accepted(ofKind(1_059).by(TestKeys.key(12)).build());
    }

    @Test
    void theOperatorSaysWhichKindsAreOfOneTimeKeys() {
        relayWith(new TestWrite().pubkeyRate(1).oneTimeKinds(7));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(
                ofKind(7).content("+").build(),
                ofKind(7).content("-").by(BOB).at(1).build());
        client.accepted(ofKind(1_059).by(CAROL).build());
        refused(client, ofKind(1_059).by(CAROL).at(1).build(), "rate-limited", WriteRule.PUBKEY_RATE);
    }

    @Test
    void ofTooManyAuthorsSomeAreForgotten() {
        relayWith(new TestWrite().pubkeyRate(1).maxTracked(10));
        TestClient client = relay.connectFrom(HOME);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            Event event = note(i, TestKeys.key(100 + i % 30));
            refused += client.ok(event).contains(",false,") ? 1 : 0;
        }
        assertTrue(refused <= 10, refused + " were remembered");
    }

    @Test
    void onlySoManyNewKeysBeginFromOneAddressAndWhoHasBegunGoesOn() {
        relayWith(new TestWrite().newPubkeys(1));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(note(1, ALICE), note(2, ALICE));
        refused(client, note(1, BOB), "rate-limited", WriteRule.NEW_PUBKEYS);
        relay.connectFrom(ELSEWHERE).accepted(note(1, BOB));
        client.accepted(note(2, BOB));
        client.accepted(
                ofKind(1_059).by(TestKeys.key(10)).build(),
                ofKind(20_001).by(TestKeys.key(11)).build());
    }

    @Test
    void aKeyIsKnownAfterARestart() {
        relayWith(new TestWrite().newPubkeys(1));
        relay.connectFrom(HOME).accepted(note(1, ALICE));
        relay.restart();
        TestClient client = relay.connectFrom(HOME);
        client.accepted(note(2, ALICE), note(1, BOB));
        refused(client, note(1, CAROL), "rate-limited", WriteRule.NEW_PUBKEYS);
    }

    @Test
    void someKindsNeedWork() {
        relayWith(new TestWrite().minPow(1, 4));
        TestClient client = relay.connectFrom(HOME);
        refused(client, note(1, ALICE), "pow", WriteRule.POW);
        client.accepted(ofKind(7).content("+").build(), mined());
    }

    private static Event mined() {
        for (int nonce = 0; ; nonce++) {
            Event event = TestEvents.note("work")
                    .tag("nonce", Integer.toString(nonce), "4")
                    .build();
            if (Long.numberOfLeadingZeros(event.id().a()) >= 4) {
                return event;
            }
        }
    }

    @Test
    void someKindsMayOnlyBeSoLong() {
        relayWith(new TestWrite().maxBytes(1, 500));
        TestClient client = relay.connectFrom(HOME);
        refused(client, TestEvents.note("x".repeat(500)).build(), "invalid", WriteRule.SIZE);
        client.accepted(
                note(1, ALICE),
                ofKind(30_023).tag("d", "x").content("x".repeat(500)).build());
    }

    @Test
    void someKindsMayOnlyHaveSoManyTags() {
        relayWith(new TestWrite().maxTags(1, 1));
        TestClient client = relay.connectFrom(HOME);
        refused(client, TestEvents.note("").tag("t", "a").tag("t", "b").build(), "invalid", WriteRule.TAGS);
        client.accepted(
                TestEvents.note("").tag("t", "a").build(),
                ofKind(7).tag("t", "a").tag("t", "b").build());
    }

    private static TestEvents mentioning(int keys) {
        TestEvents event = TestEvents.note("hello");
        for (int i = 0; i < keys; i++) {
            event.tag("p", TestKeys.key(100 + i).publicKey().hex());
        }
        return event;
    }

    @Test
    void anEventMentionsOnlySoMany() {
        relayWith(new TestWrite().maxMentions(2));
        TestClient client = relay.connectFrom(HOME);
        refused(client, mentioning(3).build(), "invalid", WriteRule.MENTIONS);
        String bob = BOB.publicKey().hex();
        client.accepted(
                mentioning(2).build(),
                mentioning(3).kind(3).build(),
                TestEvents.note("").tag("p", bob).tag("p", bob).tag("p", bob).build());
    }

    @Test
    void theOperatorSaysWhichKindsPeopleRead() {
        relayWith(new TestWrite().maxMentions(2).textKinds(7));
        TestClient client = relay.connectFrom(HOME);
        refused(client, mentioning(3).kind(7).build(), "invalid", WriteRule.MENTIONS);
        client.accepted(mentioning(3).build());
    }

    @Test
    void anAuthorMentionsOnlySoMany() {
        relayWith(new TestWrite().mentionRate(3));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(mentioning(2).build());
        refused(client, mentioning(2).at(1_700_000_001).build(), "rate-limited", WriteRule.MENTION_RATE);
        client.accepted(note(1, ALICE), mentioning(2).by(BOB).build());
    }

    @Test
    void theSameTextComesOnlySoOftenWhoeverWritesIt() {
        relayWith(new TestWrite().sameText(2));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(
                TestEvents.note(SPAM).build(),
                TestEvents.note(SPAM + "!! nostr:npub1xyz").by(BOB).build());
        Event third = TestEvents.note(SPAM.toUpperCase(java.util.Locale.ROOT).replace(' ', '\n'))
                .by(CAROL)
                .build();
        refused(relay.connectFrom(ELSEWHERE), third, "rate-limited", WriteRule.SAME_TEXT);
        client.accepted(
                TestEvents.note("gm").build(),
                TestEvents.note("gm").by(BOB).build(),
                TestEvents.note("gm").by(CAROL).build(),
                TestEvents.note(SPAM + " of the town").build());
    }

    @Test
    void aRuleThatOnlyLogsRefusesNothingAndIsCounted() {
        relayWith(new TestWrite().addressRate(1).logOnly(WriteRule.ADDRESS_RATE));
        relay.connectFrom(HOME).accepted(note(1, ALICE), note(2, ALICE), note(3, ALICE));
        assertEquals(2, counted(WriteRule.ADDRESS_RATE, "logged"));
        assertEquals(0, counted(WriteRule.ADDRESS_RATE, "refused"));
    }

    @Test
    void aRequestToVanishIsOnlyCountedByAddress() {
        relayWith(new TestWrite().pubkeyRate(1).newPubkeys(1).minPow(62, 20).addressRate(2));
        TestClient client = relay.connectFrom(HOME);
        client.accepted(
                note(1, ALICE),
                ofKind(62).at(1_700_000_001).tag("relay", "ALL_RELAYS").build());
        refused(client, ofKind(62).by(BOB).tag("relay", "ALL_RELAYS").build(), "rate-limited", WriteRule.ADDRESS_RATE);
    }

    @Test
    void ordinaryClientsAreNotTroubled() {
        relayWith(new TestWrite());
        relay.close();
        relay = RelayFixture.start();
        TestClient client = relay.connectFrom(HOME);
        client.accepted(
                ofKind(0).content("{}").build(),
                ofKind(3).tag("p", BOB.publicKey().hex()).build(),
                ofKind(10_002).tag("r", "wss://relay.example").build());
        for (int i = 0; i < 400; i++) {
            client.accepted(note(i, ALICE));
        }
    }
}
