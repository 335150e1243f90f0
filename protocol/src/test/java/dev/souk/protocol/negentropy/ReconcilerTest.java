package dev.souk.protocol.negentropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Random sets, with random limits on both sides: in the end the client knows what differs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconcilerTest {
    private static final int ROUNDS = 150;
    private static final int BOUND_BYTES = 45;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    ReconcilerTest() {
        System.getLogger("test").log(System.Logger.Level.INFO, "seed {0}", Long.toString(seed));
    }

    /** What two sides have, and what became of it. */
    private static final class Meeting {
        private final Set<Bound> ours = new HashSet<>();
        private final Set<Bound> theirs = new HashSet<>();
        private final Set<Bytes32> have = new TreeSet<>();
        private final Set<Bytes32> need = new TreeSet<>();
        private long bytes;
        private int messages;

        void hold(int ourLimit, int theirLimit) {
            Reconciler client = Reconciler.client(set(ours), ourLimit, new Differences() {
                @Override
                public void have(Bound item) {
                    have.add(item.id());
                }

                @Override
                public void need(Bytes32 id) {
                    need.add(id);
                }
            });
            Reconciler server = Reconciler.server(set(theirs), theirLimit);
            for (Optional<byte[]> next = Optional.of(client.first()); next.isPresent(); ) {
                assertTrue(next.get().length <= ourLimit, "the client says too much");
                Answer answer = server.answer(next.get());
                while (answer.advance()) {
                    // Until the last range.
                }
                assertTrue(answer.message().length <= theirLimit, "the server says too much");
                bytes += next.get().length + answer.message().length;
                assertTrue(messages++ < 100_000, "it does not end");
                next = client.next(answer.message());
            }
        }

        private static ItemArray set(Set<Bound> items) {
            ItemArray.Builder builder = new ItemArray.Builder();
            items.forEach(item -> builder.add(item.timestamp(), item.id()));
            return builder.build();
        }

        private static Set<Bytes32> ids(Set<Bound> in, Set<Bound> notIn) {
            Set<Bytes32> ids = new TreeSet<>();
            in.stream().filter(item -> !notIn.contains(item)).forEach(item -> ids.add(item.id()));
            return ids;
        }

        void check(String seed) {
            assertTrue(ids(ours, theirs).equals(have), "it has others than it says; " + seed);
            assertTrue(ids(theirs, ours).equals(need), "it needs others than it says; " + seed);
        }
    }

    private Bound randomItem(int times, int idBytes) {
        byte[] id = new byte[Bytes32.SIZE];
        for (int i = 0; i < Bytes32.SIZE; i++) {
            id[i] = (byte) (i < idBytes ? random.nextInt() : 0);
        }
        return new Bound(random.nextInt(times), Bytes32.of(id));
    }

    /**
     * Mostly an item like any other; one in twenty has an id of a few bytes and zeros, which may be where a bound is. Among
     * nothing but those, different sets have the same sum too often.
     */
    private Bound itemAtABound(int times) {
        return randomItem(times, random.nextInt(20) == 0 ? 2 + random.nextInt(4) : Bytes32.SIZE);
    }

    @Test
    void findsAllThatDiffersWhateverTheLimits() {
        for (int round = 0; round < ROUNDS; round++) {
            Meeting meeting = new Meeting();
            int size = random.nextInt(10) == 0 ? 20_000 : random.nextInt(3_000);
            int times = 1 + random.nextInt(1 << random.nextInt(20));
            boolean hasShortIds = random.nextInt(4) == 0;
            int shared = random.nextInt(101);
            Set<Bytes32> known = new HashSet<>();
            for (int i = 0; i < size; i++) {
                Bound item = hasShortIds ? itemAtABound(times) : randomItem(times, Bytes32.SIZE);
                if (!known.add(item.id())) {
                    continue;
                }
                boolean isShared = random.nextInt(100) < shared;
                boolean isOurs = random.nextBoolean();
                if (isShared || isOurs) {
                    meeting.ours.add(item);
                }
                if (isShared || !isOurs) {
                    meeting.theirs.add(item);
                }
            }
            meeting.hold(limit(), limit());
            meeting.check("seed " + seed + " round " + round);
        }
    }

    private int limit() {
        return random.nextInt(3) == 0 ? MessageWriter.MIN_BYTES + random.nextInt(2_000) : 1 << 24;
    }

    /** One difference costs a split on each level, and one list at the end; a level has a sixteenth of the one above. */
    @Test
    void aFewDifferencesCostFewBytes() {
        for (int differences : new int[] {0, 1, 7, 50}) {
            Meeting meeting = new Meeting();
            for (int i = 0; i < 50_000; i++) {
                Bound item = randomItem(1_000_000, Bytes32.SIZE);
                meeting.theirs.add(item);
                if (i >= differences) {
                    meeting.ours.add(item);
                }
            }
            meeting.hold(1 << 24, 1 << 24);
            meeting.check("seed " + seed);
            int levels = 4;
            long split = Answer.PARTS * (long) (BOUND_BYTES + Fingerprint.SIZE);
            long list = 2L * Answer.PARTS * Bytes32.SIZE;
            assertTrue(
                    meeting.bytes <= 100 + split + differences * (levels * split + 2 * list),
                    differences + " differences took " + meeting.bytes + " bytes; seed " + seed);
            assertTrue(meeting.messages <= 3, "it took " + meeting.messages + " round trips; seed " + seed);
        }
    }

    @Test
    void aUnionIsASetAsAnyOther() {
        for (int round = 0; round < ROUNDS / 4; round++) {
            Set<Bound> all = new TreeSet<>();
            ItemArray.Builder one = new ItemArray.Builder();
            ItemArray.Builder other = new ItemArray.Builder();
            int share = 1 + random.nextInt(20);
            for (int i = 0; i < 2_000; i++) {
                Bound item = randomItem(50, Bytes32.SIZE);
                all.add(item);
                (random.nextInt(share) == 0 ? other : one).add(item.timestamp(), item.id());
            }
            Union union = new Union(one.build(), other.build());
            Bound from = randomItem(50, 2);
            Bound to = randomItem(50, 2);
            if (from.compareTo(to) > 0) {
                continue;
            }
            Set<Bound> expected = new TreeSet<>(((TreeSet<Bound>) all).subSet(from, to));
            Set<Bound> shown = new java.util.LinkedHashSet<>();
            union.forEach(from, to, shown::add);
            assertEquals(java.util.List.copyOf(expected), java.util.List.copyOf(shown), "seed " + seed);
            Sum sum = expected.stream().map(item -> Sum.of(item.id())).reduce(Sum.ZERO, Sum::plus);
            assertEquals(sum, union.sum(from, to), "seed " + seed);
        }
    }
}
