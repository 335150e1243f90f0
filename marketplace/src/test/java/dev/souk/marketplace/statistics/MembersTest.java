package dev.souk.marketplace.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MembersTest {
    private final Random random = RandomJobs.random();

    private static Members of(long from, long to) {
        Members members = new Members();
        for (long i = from; i < to; i++) {
            members.add(Members.of(TestJobs.person(i)), 1);
        }
        return members;
    }

    private static double estimate(Members members) {
        return (double) members.distinct().count();
    }

    @Test
    void aFewAreToldApartHoweverOftenTheyCome() {
        Members members = of(0, Members.MAX_EXACT);
        members.addAll(of(0, Members.MAX_EXACT));

        assertEquals(new Distinct(Members.MAX_EXACT, true), members.distinct());
        assertEquals(Members.MAX_EXACT, members.atLeast(2));
        assertEquals(0, members.atLeast(3));
    }

    @Test
    void oneMoreIsAnEstimate() {
        Members members = of(0, Members.MAX_EXACT + 1);

        assertFalse(members.distinct().isExact());
        assertEquals(Members.MAX_EXACT, estimate(members), 0.1 * Members.MAX_EXACT);
    }

    @Test
    void whoIsNotInIsToldFromWhoIsWhileTheyAreToldApart() {
        Members few = of(0, 10);
        assertTrue(few.mayContain(Members.of(TestJobs.person(9))));
        assertFalse(few.mayContain(Members.of(TestJobs.person(10))));

        Members many = of(0, 2 * Members.MAX_EXACT);
        for (long i = 0; i < 2 * Members.MAX_EXACT; i++) {
            assertTrue(many.mayContain(Members.of(TestJobs.person(i))));
        }
    }

    /** Five standard errors: one run in two million fails by chance. */
    @Test
    void estimatesAreWithinTheirError() {
        for (int people : new int[] {1_100, 3_000, 6_000, 12_000, 50_000, 400_000}) {
            Members members = new Members();
            for (int i = 0; i < people; i++) {
                members.add(random.nextLong(), 1);
            }
            assertEquals(people, estimate(members), 5 * 0.0325 * people);
        }
    }

    @Test
    void theMeanErrorIsAsDocumented() {
        double squares = 0;
        int runs = 100;
        for (int run = 0; run < runs; run++) {
            Multiset cells = new Multiset();
            for (int i = 0; i < 30_000; i++) {
                cells.add(Sketch.cellOf(random.nextLong()), 1);
            }
            double error = Sketch.estimate(cells) / 30_000.0 - 1;
            squares += error * error;
        }
        assertEquals(0.0325, Math.sqrt(squares / runs), 0.009);
    }

    @Test
    void whatLeavesASketchLeavesNoTrace() {
        Members members = of(0, 30_000);
        for (long i = 2_000; i < 30_000; i++) {
            members.add(Members.of(TestJobs.person(i)), -1);
        }

        assertEquals(of(0, 2_000).distinct(), members.distinct());
    }

    @Test
    void aSketchStaysOneUntilItIsEmptyAndIsNearlyExactForFew() {
        Members members = of(0, 30_000);
        for (long i = 40; i < 30_000; i++) {
            members.add(Members.of(TestJobs.person(i)), -1);
        }
        assertFalse(members.isExact());
        assertEquals(40, estimate(members), 2);

        for (long i = 0; i < 40; i++) {
            members.add(Members.of(TestJobs.person(i)), -1);
        }
        assertTrue(members.isExact());
    }

    @Test
    void theSameSetIsFoundWhicheverWayItIsPutTogether() {
        Members exactIntoSketch = of(0, 5_000);
        exactIntoSketch.addAll(of(4_500, 5_500));
        Members sketchIntoExact = of(4_500, 5_500);
        sketchIntoExact.addAll(of(0, 5_000));
        Members exactIntoExact = of(0, 1_000);
        exactIntoExact.addAll(of(900, 1_900));

        assertEquals(of(0, 5_500).distinct(), exactIntoSketch.distinct());
        assertEquals(of(0, 5_500).distinct(), sketchIntoExact.distinct());
        assertEquals(of(0, 1_900).distinct(), exactIntoExact.distinct());
    }

    @Test
    void anEmptySketchHasNobody() {
        assertEquals(0, Sketch.estimate(new Multiset()));
    }
}
