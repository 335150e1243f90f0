package dev.souk.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class Bytes32SetTest {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void hasWhatASetOfObjectsHasInTheOrderOfTheBytes() {
        for (int round = 0; round < 200; round++) {
            List<Bytes32> values = new ArrayList<>();
            for (int left = random.nextInt(40); left > 0; left--) {
                values.add(value());
            }
            Set<Bytes32> expected = new TreeSet<>(values);
            Bytes32Set set = Bytes32Set.copyOf(values);
            assertEquals(List.copyOf(expected), List.copyOf(set), "seed " + seed);
            assertEquals(expected.size(), set.size(), "seed " + seed);
            for (int asked = 0; asked < 40; asked++) {
                Bytes32 value = value();
                assertEquals(expected.contains(value), set.contains(value), "seed " + seed);
            }
        }
    }

    /** Of few words, so that values repeat and differ in each of the four. */
    private Bytes32 value() {
        return new Bytes32(word(), word(), word(), word());
    }

    private long word() {
        return random.nextLong(-1, 2);
    }

    @Test
    void equalsAnySetOfTheSameValues() {
        Bytes32 one = new Bytes32(1, 2, 3, 4);
        assertEquals(Set.of(one), Bytes32Set.copyOf(List.of(one, one)));
        assertEquals(Bytes32Set.copyOf(List.of(one)), Set.of(one));
    }

    @Test
    void isNotCopiedAgain() {
        Bytes32Set set = Bytes32Set.copyOf(List.of(new Bytes32(1, 2, 3, 4)));
        assertSame(set, Bytes32Set.copyOf(set));
    }

    @Test
    void anEmptyOneHasNothing() {
        Bytes32Set empty = Bytes32Set.copyOf(List.of());
        assertTrue(empty.isEmpty());
        assertFalse(empty.contains(new Bytes32(0, 0, 0, 0)));
        Iterator<Bytes32> values = empty.iterator();
        assertThrows(NoSuchElementException.class, values::next);
    }

    @Test
    void cannotBeChanged() {
        Bytes32Set set = Bytes32Set.copyOf(List.of(new Bytes32(1, 2, 3, 4)));
        assertThrows(UnsupportedOperationException.class, set::clear);
    }
}
