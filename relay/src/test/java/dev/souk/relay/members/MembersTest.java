package dev.souk.relay.members;

import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static dev.souk.protocol.TestKeys.carol;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.SettableClock;
import dev.souk.storage.StorageException;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who belongs to the relay, also after a restart. */
class MembersTest {
    private static final Bytes32 ALICE = alice().publicKey();
    private static final Bytes32 BOB = bob().publicKey();
    private static final Bytes32 CAROL = carol().publicKey();
    private static final int MAX = 2_000;

    private final SettableClock clock = new SettableClock(1_700_000_000);
    private final Table table = new MemoryEventStore(clock).table("members");
    private Members members = open(table);

    private Members open(Table kept) {
        return Members.open(kept, clock, () -> MAX);
    }

    private void restart() {
        members = open(table);
    }

    @Test
    void keepsMembersOverARestart() {
        assertTrue(members.add(ALICE, "founder"));
        assertFalse(members.add(ALICE, "again"));
        members.add(BOB, "");
        assertTrue(members.remove(BOB));
        assertFalse(members.remove(BOB));
        restart();
        assertEquals(Optional.of(new Member(ALICE, "founder", new TreeSet<>())), members.member(ALICE));
        assertFalse(members.contains(BOB));
        assertEquals(1, members.size());
    }

    @Test
    void showsMembersAPageAtATime() {
        List<Bytes32> keys = keys(1, 1_500);
        assertEquals(1_500, members.add(keys, "many"));
        assertEquals(0, members.add(keys, "many"));
        restart();
        List<Bytes32> sorted = keys.stream().sorted().toList();
        assertEquals(sorted.subList(0, 3), pubkeys(members.page(Optional.empty(), 3)));
        assertEquals(sorted.subList(3, 5), pubkeys(members.page(Optional.of(sorted.get(2)), 2)));
        assertEquals(List.of(), members.page(Optional.of(sorted.getLast()), 2));
    }

    private static List<Bytes32> keys(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> new Bytes32(number * 0x9E3779B97F4A7C15L, 0, 0, number))
                .toList();
    }

    private static List<Bytes32> pubkeys(List<Member> page) {
        return page.stream().map(Member::pubkey).toList();
    }

    @Test
    void keepsNoMoreMembersThanItMay() {
        members.add(keys(1, MAX - 1), "");
        assertThrows(MembersFullException.class, () -> members.add(List.of(ALICE, BOB), ""));
        assertFalse(members.contains(ALICE), "all or none");
        assertTrue(members.add(ALICE, ""));
        assertThrows(MembersFullException.class, () -> members.add(BOB, ""));
        assertFalse(members.add(ALICE, ""), "who is in already stays");
    }

    @Test
    void takesInWhatTheConfigurationGivesOnce() {
        members.give(List.of(ALICE, BOB), "given");
        members.remove(BOB);
        restart();
        members.give(List.of(ALICE, BOB, CAROL), "given");
        assertTrue(members.contains(ALICE));
        assertFalse(members.contains(BOB));
        assertTrue(members.contains(CAROL));
    }

    @Test
    void givesRolesToMembers() {
        Role king = new Role("king", "King", "rules", OptionalInt.of(37), OptionalInt.empty());
        members.put(king);
        members.add(ALICE, "founder");
        assertTrue(members.assign(ALICE, "king"));
        assertFalse(members.assign(ALICE, "king"));
        assertFalse(members.assign(ALICE, "no such role"));
        assertFalse(members.assign(BOB, "king"), "no member");
        restart();
        assertEquals(List.of(king), members.roles());
        assertEquals(Set.of("king"), members.member(ALICE).orElseThrow().roles());
        assertTrue(members.unassign(ALICE, "king"));
        assertFalse(members.unassign(ALICE, "king"));
    }

    @Test
    void takesAForgottenRoleFromAllWhoHadIt() {
        members.put(new Role("jester", "", "", OptionalInt.empty(), OptionalInt.of(-1)));
        members.add(List.of(ALICE, BOB), "");
        members.assign(BOB, "jester");
        assertTrue(members.removeRole("jester"));
        assertFalse(members.removeRole("jester"));
        restart();
        assertEquals(List.of(), members.roles());
        assertEquals(Set.of(), members.member(BOB).orElseThrow().roles());
    }

    @Test
    void keepsNoMoreRolesThanItMay() {
        for (int i = 0; i < Members.MAX_ROLES; i++) {
            members.put(role("" + i));
        }
        assertThrows(MembersFullException.class, () -> members.put(role("one more")));
        members.put(role("7"));
    }

    private static Role role(String id) {
        return new Role(id, "", "", OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void refusesRolesThatNobodyCouldPublish() {
        assertThrows(IllegalArgumentException.class, () -> role(""));
        assertThrows(IllegalArgumentException.class, () -> role("x".repeat(Role.MAX_ID + 1)));
        assertThrows(IllegalArgumentException.class, () -> role("\ud800"));
        assertThrows(
                IllegalArgumentException.class, () -> new Role("id", "", "", OptionalInt.of(361), OptionalInt.empty()));
    }

    @Test
    void cutsReasonsThatAreTooLong() {
        members.add(ALICE, "\u0000é".repeat(Member.MAX_REASON));
        restart();
        assertEquals(
                Member.MAX_REASON, members.member(ALICE).orElseThrow().reason().length());
    }

    @Test
    void remembersWhatIsToBeAnnouncedUntilItIs() {
        members.add(ALICE, "");
        clock.set(clock.seconds() + 5);
        members.remove(ALICE);
        restart();
        Announcement joined = new Announcement(clock.seconds() - 5, true, ALICE);
        Announcement left = new Announcement(clock.seconds(), false, ALICE);
        assertEquals(List.of(joined, left), members.news(10));
        members.announced(joined);
        restart();
        assertEquals(List.of(left), members.news(10));
    }

    @Test
    void forgetsToAnnounceWhatComesWhenTooMuchWaits() {
        members.add(keys(1, MAX - 1), "");
        members.add(ALICE, "");
        assertEquals(Members.MAX_NEWS, members.news(MAX).size());
        assertTrue(members.contains(ALICE));
    }

    @Test
    void tellsOfEveryChangeAndOfNothingElse() {
        int[] changes = {0};
        members.onChange(() -> changes[0]++);
        members.add(ALICE, "");
        members.add(ALICE, "");
        members.put(role("r"));
        members.assign(ALICE, "r");
        members.assign(ALICE, "r");
        members.remove(BOB);
        members.removeRole("none");
        members.remove(ALICE);
        assertEquals(4, changes[0]);
    }

    @Test
    void changesNothingWhenTheDiskFails() {
        Members unlucky = open(new BrokenTable());
        assertThrows(StorageException.class, () -> unlucky.add(ALICE, ""));
        assertThrows(StorageException.class, () -> unlucky.put(role("r")));
        assertFalse(unlucky.contains(ALICE));
        assertEquals(List.of(), unlucky.roles());
        assertEquals(List.of(), unlucky.news(10));
    }

    /** Nothing can be written to it. */
    private static final class BrokenTable implements Table {
        @Override
        public Optional<byte[]> get(byte[] key) {
            return Optional.empty();
        }

        @Override
        public List<Entry> scan(byte[] prefix, byte[] from, int max) {
            return List.of();
        }

        @Override
        public List<Entry> scanBackwards(byte[] prefix, byte[] from, int max) {
            return List.of();
        }

        @Override
        public View view() {
            throw new StorageException("the disk is gone");
        }

        @Override
        public Load load() {
            throw new StorageException("the disk is full");
        }

        @Override
        public void write(List<Write> writes) {
            throw new StorageException("the disk is full");
        }

        @Override
        public void writeDurably(List<Write> writes) {
            write(writes);
        }
    }

    @Test
    void knowsNobodyWhomItWasNotTold() {
        members.add(TestKeys.key(9).publicKey(), "");
        assertFalse(members.contains(ALICE));
        assertEquals(Optional.empty(), members.member(ALICE));
    }
}
