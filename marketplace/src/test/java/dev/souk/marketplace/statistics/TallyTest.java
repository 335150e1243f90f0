package dev.souk.marketplace.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
    private static final Scope MARKET = new Scope.Market();

    private final Random random = RandomJobs.random();

    private static Tally tallyOf(List<Contribution> contributions, Scope scope) {
        Tally tally = new Tally();
        contributions.forEach(contribution -> tally.add(contribution, scope));
        return tally;
    }

    private static List<Scope> scopesOf(List<Contribution> contributions) {
        return contributions.stream()
                .flatMap(contribution -> contribution.scopes().stream())
                .distinct()
                .toList();
    }

    /** Few people make exact sets, many make sketches. */
    @ParameterizedTest
    @ValueSource(ints = {20, 4_000})
    void anyOrderGivesTheSameBytes(int people) {
        RandomJobs jobs = new RandomJobs(random, people);
        List<Contribution> contributions = jobs.contributions(3_000);

        byte[] one = tallyOf(contributions, MARKET).encode();

        assertArrayEquals(one, tallyOf(jobs.shuffled(contributions), MARKET).encode());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 4_000})
    void whatIsAddedAndSubtractedInAnyOrderLeavesNothing(int people) {
        RandomJobs jobs = new RandomJobs(random, people);
        List<Contribution> contributions = jobs.contributions(3_000);
        Tally tally = new Tally();
        List<Runnable> steps = new ArrayList<>();
        for (Contribution contribution : contributions) {
            steps.add(() -> tally.add(contribution, MARKET));
            steps.add(() -> tally.subtract(contribution, MARKET));
        }

        jobs.shuffled(steps).forEach(Runnable::run);

        assertTrue(tally.isEmpty());
        assertArrayEquals(new Tally().encode(), tally.encode());
    }

    @Test
    void theSumOverTypesIsTheMarket() {
        List<Contribution> contributions = new RandomJobs(random, 30).contributions(2_000);
        Tally types = new Tally();

        scopesOf(contributions).stream()
                .filter(Scope.OfType.class::isInstance)
                .forEach(type -> types.merge(tallyOf(contributions, type)));

        assertArrayEquals(tallyOf(contributions, MARKET).encode(), types.encode());
    }

    @Test
    void theSumOverCustomersIsTheMarket() {
        List<Contribution> contributions = new RandomJobs(random, 30).contributions(2_000);
        Tally customers = new Tally();

        scopesOf(contributions).stream()
                .filter(Scope.OfCustomer.class::isInstance)
                .forEach(customer -> customers.merge(tallyOf(contributions, customer)));

        assertArrayEquals(tallyOf(contributions, MARKET).encode(), customers.encode());
    }

    @Test
    void theSumOverProvidersHasEveryOfferOnceAndEachAnsweredJobAtLeastOnce() {
        List<Contribution> contributions = new RandomJobs(random, 30).contributions(2_000);
        Summary market = tallyOf(contributions, MARKET).summary();
        Tally merged = new Tally();
        scopesOf(contributions).stream()
                .filter(Scope.OfProvider.class::isInstance)
                .forEach(provider -> merged.merge(tallyOf(contributions, provider)));
        Summary providers = merged.summary();

        Stream.of(Counter.values())
                .filter(counter -> !counter.countsJobs())
                .forEach(counter -> assertEquals(market.count(counter), providers.count(counter), counter.wire()));
        assertTrue(providers.count(Counter.ANSWERED) >= market.count(Counter.ANSWERED));
        assertEquals(market.sums(), providers.sums());
        assertEquals(market.people(Group.DELIVERERS), providers.people(Group.DELIVERERS));
    }

    @Test
    void theSumOverTypesOfAProviderIsTheProvider() {
        List<Contribution> contributions = new RandomJobs(random, 8).contributions(1_000);
        Tally types = new Tally();

        scopesOf(contributions).stream()
                .filter(scope -> scope instanceof Scope.OfTypeAndProvider both
                        && both.provider().equals(TestJobs.person(3)))
                .forEach(both -> types.merge(tallyOf(contributions, both)));

        Tally provider = tallyOf(contributions, new Scope.OfProvider(TestJobs.person(3)));
        assertArrayEquals(provider.encode(), types.encode());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 6_000})
    void partsMergedInAnyOrderAreTheWhole(int people) {
        RandomJobs jobs = new RandomJobs(random, people);
        List<Contribution> contributions = jobs.contributions(4_000);
        List<Tally> parts = new ArrayList<>();
        for (int from = 0; from < contributions.size(); ) {
            int to = Math.min(contributions.size(), from + 1 + random.nextInt(2_000));
            parts.add(tallyOf(contributions.subList(from, to), MARKET));
            from = to;
        }
        Tally merged = new Tally();

        jobs.shuffled(parts).forEach(merged::merge);

        assertArrayEquals(tallyOf(contributions, MARKET).encode(), merged.encode());
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 4_000})
    void bytesReadBackAreTheSameTally(int people) {
        List<Contribution> contributions = new RandomJobs(random, people).contributions(3_000);
        Tally tally = tallyOf(contributions.subList(0, 1_500), MARKET);

        Tally read = Tally.decode(tally.encode());

        assertArrayEquals(tally.encode(), read.encode());
        contributions.subList(1_500, 3_000).forEach(contribution -> read.add(contribution, MARKET));
        assertArrayEquals(tallyOf(contributions, MARKET).encode(), read.encode());
    }

    @Test
    void sumsGoPastWhatALongHoldsAndComeBack() {
        long all = 2_100_000_000_000_000_000L;
        Contribution huge = TestJobs.job()
                .offer(TestOffers.offer(TestJobs.person(2)).claimed(all, TestJobs.person(3)))
                .contribution();
        Tally tally = new Tally();

        for (int i = 0; i < 1_000; i++) {
            tally.add(huge, MARKET);
        }
        assertEquals(Long.MAX_VALUE, Tally.decode(tally.encode()).summary().sum(Money.CLAIMED));

        for (int i = 0; i < 999; i++) {
            tally.subtract(huge, MARKET);
        }
        assertEquals(all, Tally.decode(tally.encode()).summary().sum(Money.CLAIMED));
    }

    @Test
    void corruptBytesAreRefusedInOneWay() {
        byte[] good =
                tallyOf(new RandomJobs(random, 20).contributions(50), MARKET).encode();
        assertThrows(UnreadableRowException.class, () -> Tally.decode(new byte[0]));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(UnreadableRowException.class, () -> Tally.decode(cut));
        }
        assertThrows(UnreadableRowException.class, () -> Tally.decode(Arrays.copyOf(good, good.length + 1)));
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                // What is read in spite of it is a tally all the same, and writes what was read.
                assertArrayEquals(bad, Tally.decode(bad).encode());
            } catch (UnreadableRowException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("cannot read a tally"));
            }
        }
    }

    @Test
    void aTallyOfOneJobIsSmall() {
        Contribution job = TestJobs.job()
                .offer(TestOffers.delivered(TestJobs.person(2)).asking(4_000).verified(4_000, TestJobs.person(1)))
                .contribution();

        assertTrue(tallyOf(List.of(job), MARKET).encode().length < 160);
    }
}
