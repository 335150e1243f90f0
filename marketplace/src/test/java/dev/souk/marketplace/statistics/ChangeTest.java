package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.NOW;
import static dev.souk.marketplace.statistics.TestJobs.job;
import static dev.souk.marketplace.statistics.TestJobs.person;
import static dev.souk.marketplace.statistics.TestOffers.delivered;
import static dev.souk.marketplace.statistics.TestOffers.offer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeTest {
    /** The rows as a ledger keeps them. */
    private static final class Rows {
        final Map<String, byte[]> tallies = new TreeMap<>();
        final Map<Integer, Contribution> last = new HashMap<>();

        void change(int job, Optional<Contribution> after) {
            Change change = new Change(Optional.ofNullable(last.get(job)), after);
            for (TallyKey key : change.keys(NOW)) {
                String row = HexFormat.of().formatHex(key.encode());
                Tally tally = tallies.containsKey(row) ? Tally.decode(tallies.get(row)) : new Tally();
                change.applyTo(key, tally);
                tallies.put(row, tally.encode());
                if (tally.isEmpty()) {
                    tallies.remove(row);
                }
            }
            after.ifPresentOrElse(young -> last.put(job, young), () -> last.remove(job));
        }

        Map<String, String> readable() {
            Map<String, String> readable = new TreeMap<>();
            tallies.forEach((key, bytes) -> readable.put(key, HexFormat.of().formatHex(bytes)));
            return readable;
        }
    }

    private record Step(int job, Optional<Contribution> after) {}

    @Test
    void whateverJobsWentThroughOnlyWhatBecameOfThemIsCounted() {
        Random random = RandomJobs.random();
        RandomJobs jobs = new RandomJobs(random, 12);
        List<Step> end = new ArrayList<>();
        List<Step> detours = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            long at = NOW - random.nextInt(5_000_000);
            boolean isGone = random.nextInt(9) == 0;
            end.add(new Step(
                    i, isGone ? Optional.empty() : Optional.of(jobs.job(at).contribution())));
            for (int j = random.nextInt(5); j > 0; j--) {
                detours.add(new Step(i, Optional.of(jobs.job(at).contribution())));
            }
        }
        Rows straight = new Rows();
        Rows winding = new Rows();

        end.forEach(step -> straight.change(step.job(), step.after()));
        jobs.shuffled(detours).forEach(step -> winding.change(step.job(), step.after()));
        jobs.shuffled(end).forEach(step -> winding.change(step.job(), step.after()));

        assertEquals(straight.readable(), winding.readable());
    }

    @Test
    void takingAllJobsAwayLeavesNoRow() {
        RandomJobs jobs = new RandomJobs(RandomJobs.random(), 12);
        Rows rows = new Rows();
        List<Contribution> contributions = jobs.contributions(100);
        for (int i = 0; i < contributions.size(); i++) {
            rows.change(i, Optional.of(contributions.get(i)));
        }
        assertFalse(rows.tallies.isEmpty());

        jobs.shuffled(List.copyOf(rows.last.keySet())).forEach(i -> rows.change(i, Optional.empty()));

        assertEquals(Map.of(), rows.tallies);
    }

    @Test
    void everyRowIsNamedOnce() {
        Contribution before = job().offer(offer(person(2))).contribution();
        Contribution after =
                job().offer(delivered(person(2))).offer(offer(person(3))).contribution();

        List<TallyKey> keys = new Change(Optional.of(before), Optional.of(after)).keys(NOW);

        assertEquals(new HashSet<>(keys).size(), keys.size());
        // Market and type in four lengths each; customer, two providers, and these by type, in two.
        assertEquals(2 * 4 + 2 + 2 * 2 * 2, keys.size());
    }

    @Test
    void offersThatStayAsTheyAreCostNothing() {
        Contribution before =
                job().offer(offer(person(2))).offer(offer(person(3))).contribution();
        Contribution after =
                job().offer(offer(person(2))).offer(delivered(person(3))).contribution();

        List<TallyKey> keys = new Change(Optional.of(before), Optional.of(after)).keys(NOW);

        assertTrue(keys.stream().noneMatch(key -> key.scope().equals(new Scope.OfProvider(person(2)))));
        assertTrue(keys.stream().anyMatch(key -> key.scope().equals(new Scope.OfProvider(person(3)))));
    }

    @Test
    void noChangeNamesNoRow() {
        Contribution same = job().offer(delivered(person(2))).contribution();

        assertEquals(List.of(), new Change(Optional.of(same), Optional.of(same)).keys(NOW));
        assertEquals(List.of(), new Change(Optional.empty(), Optional.empty()).keys(NOW));
    }

    @Test
    void historyFillsNoBucketsThatNobodyWillRead() {
        Contribution old = job().at(NOW - 100 * 86_400).contribution();

        List<TallyKey> keys = new Change(Optional.empty(), Optional.of(old)).keys(NOW);

        assertTrue(keys.stream()
                .allMatch(key -> key.bucket().granularity() == Granularity.DAY
                        || key.bucket().granularity() == Granularity.TOTAL));
    }
}
