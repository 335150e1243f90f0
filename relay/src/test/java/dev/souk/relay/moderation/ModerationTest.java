package dev.souk.relay.moderation;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.ManagementConfig;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.Verdict;
import dev.souk.storage.SettableClock;
import dev.souk.storage.memory.MemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was decided holds, over a restart, and what was banned leaves the store step by step. */
class ModerationTest {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final Caller SOMEBODY = Caller.client("192.0.2.1");
    private static final int STEP = 10;
    private static final int MAX = 3;

    private final MemoryEventStore store = new MemoryEventStore(new SettableClock(1_700_000_000));
    private Moderation moderation = open();

    private Moderation open() {
        ManagementConfig from = ManagementConfig.DEFAULT;
        ManagementConfig few = new ManagementConfig(
                true, Set.of(), MAX, from.maxListed(), from.maxReports(), Optional.empty(), from.maxAuditBytes());
        return Moderation.open(store, new RunningConfig(RelayConfig.DEFAULT.withManagement(few)), STEP);
    }

    private List<Event> stored(SecretKey author, int count) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(note(author.publicKey() + " " + i)
                    .by(author)
                    .at(1_600_000_000 + i / 25)
                    .unsigned());
        }
        store.save(events);
        return events;
    }

    private long left(List<Event> events) {
        return events.stream().filter(event -> store.contains(event.id())).count();
    }

    private boolean accepts(Event event) {
        return moderation.judge(event, SOMEBODY) instanceof Verdict.Accept;
    }

    private static Bytes32 key(int number) {
        return TestKeys.key(number).publicKey();
    }

    @Test
    void removesWhatABannedKeyPublishedStepByStep() {
        List<Event> ofBob = stored(BOB, 95);
        List<Event> ofAlice = stored(ALICE, 5);
        Purge.Watch ban = moderation.banPubkey(BOB.publicKey(), "spam");
        for (int step = 1; step <= 9; step++) {
            moderation.purge().step(store);
            assertEquals(95 - 10 * step, left(ofBob));
            assertFalse(ban.isOver());
        }
        moderation.purge().step(store);
        assertEquals(0, left(ofBob));
        assertTrue(ban.isOver());
        assertFalse(moderation.purge().isDue());
        assertEquals(5, left(ofAlice));
    }

    @Test
    void goesOnAfterARestart() {
        List<Event> ofBob = stored(BOB, 50);
        Event one = stored(ALICE, 1).getFirst();
        moderation.banPubkey(BOB.publicKey(), "");
        moderation.purge().step(store);
        moderation.banEvent(one.id(), "");
        moderation = open();
        while (moderation.purge().isDue()) {
            moderation.purge().step(store);
        }
        assertEquals(0, left(ofBob));
        assertFalse(store.contains(one.id()));
        assertFalse(open().purge().isDue());
    }

    @Test
    void stopsWhenTheKeyIsBannedNoMore() {
        List<Event> ofBob = stored(BOB, 50);
        List<Event> ofAlice = stored(ALICE, 50);
        Purge.Watch ban = moderation.banPubkey(BOB.publicKey(), "");
        moderation.purge().step(store);
        moderation.unbanPubkey(BOB.publicKey());
        assertTrue(ban.isOver());
        moderation.banPubkey(ALICE.publicKey(), "");
        while (moderation.purge().isDue()) {
            moderation.purge().step(store);
        }
        assertEquals(40, left(ofBob));
        assertEquals(0, left(ofAlice));
        assertTrue(accepts(ofBob.getFirst()));
        assertFalse(open().purge().isDue());
    }

    @Test
    void refusesWhatIsBannedAlsoAfterARestart() {
        Event ofBob = note("of bob").by(BOB).unsigned();
        Event ofAlice = note("of alice").by(ALICE).unsigned();
        assertTrue(accepts(ofBob) && accepts(ofAlice));
        moderation.banPubkey(BOB.publicKey(), "spam");
        moderation.banEvent(ofAlice.id(), "");
        moderation = open();
        assertEquals(
                "blocked: this key is banned: spam",
                ((Verdict.Reject) moderation.judge(ofBob, SOMEBODY)).reason().toString());
        assertEquals(
                "blocked: this event is banned",
                ((Verdict.Reject) moderation.judge(ofAlice, SOMEBODY)).reason().toString());
        assertTrue(accepts(note("another").by(ALICE).unsigned()));
    }

    @Test
    void givesAnotherReasonToWhatIsBannedAlready() {
        moderation.banPubkey(BOB.publicKey(), "first");
        moderation.banPubkey(BOB.publicKey(), "second");
        assertEquals(Optional.of("second"), moderation.bannedPubkeys().reason(BOB.publicKey()));
        assertEquals(1, moderation.bannedPubkeys().size());
    }

    @Test
    void keepsNoMoreThanItMay() {
        for (int i = 1; i <= MAX; i++) {
            moderation.banPubkey(key(i), "");
            moderation.banEvent(key(i), "");
            moderation.allowEvent(key(MAX + i), "");
            moderation.addresses().block(Network.parse("192.0.2." + i).orElseThrow(), "");
            moderation.kinds().set(i, false);
        }
        Bytes32 other = key(9);
        assertThrows(ListFullException.class, () -> moderation.banPubkey(other, ""));
        assertThrows(ListFullException.class, () -> moderation.banEvent(other, ""));
        assertThrows(ListFullException.class, () -> moderation.allowEvent(other, ""));
        assertThrows(
                ListFullException.class,
                () -> moderation.addresses().block(Network.parse("192.0.2.9").orElseThrow(), ""));
        assertThrows(ListFullException.class, () -> moderation.kinds().set(9, false));
        assertFalse(moderation.bannedPubkeys().contains(other));
        moderation.banPubkey(key(1), "known, so there is room");
        moderation.unbanPubkey(key(1));
        moderation.banPubkey(other, "");
        moderation = open();
        assertEquals(MAX, moderation.bannedPubkeys().size());
    }

    @Test
    void knowsAddressesByTheirRanges() {
        BlockedAddresses addresses = moderation.addresses();
        assertFalse(addresses.contains("192.0.2.1"));
        addresses.block(Network.parse("192.0.2.0/24").orElseThrow(), "");
        addresses.block(Network.parse("2001:db8::/64").orElseThrow(), "");
        assertTrue(addresses.contains("192.0.2.1"));
        assertTrue(addresses.contains("2001:db8:0:0:1:2:3:4"));
        assertTrue(open().addresses().contains("192.0.2.1"));
        for (String other : List.of("192.0.3.1", "2001:db8:0:1::", "", "unknown")) {
            assertFalse(addresses.contains(other), other);
        }
        addresses.unblock(Network.parse("192.0.2.0/24").orElseThrow());
        assertFalse(addresses.contains("192.0.2.1"));
        assertFalse(open().addresses().contains("192.0.2.1"));
    }

    @Test
    void listsKindsAcrossAllRanges() {
        KindRules kinds = moderation.kinds();
        kinds.set(70_001, true);
        kinds.set(65_535, false);
        kinds.set(Integer.MAX_VALUE, true);
        assertEquals(List.of(65_534, 65_536), kinds.allowed(OptionalInt.of(65_533), 2));
        assertEquals(List.of(69_999, 70_001, Integer.MAX_VALUE), kinds.allowed(OptionalInt.of(69_998), 10));
        assertEquals(List.of(), kinds.allowed(OptionalInt.of(Integer.MAX_VALUE), 10));
        assertEquals(List.of(0), kinds.allowed(OptionalInt.empty(), 1));
        assertEquals(List.of(65_535), kinds.disallowed(OptionalInt.empty(), 10));
        assertTrue(kinds.knows(65_535) && !kinds.accepts(65_535));
        assertTrue(kinds.knows(70_001) && kinds.accepts(70_001));
        assertFalse(kinds.knows(70_002));
    }
}
