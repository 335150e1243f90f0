package dev.souk.marketplace.statistics;

import static dev.souk.marketplace.statistics.TestJobs.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Scope MARKET = new Scope.Market();
    private static final Scope PROVIDER = new Scope.OfProvider(TestJobs.person(1));
    private static final List<Window> WINDOWS =
            List.of(Window.LAST_HOUR, Window.LAST_DAY, Window.LAST_WEEK, Window.LAST_MONTH);

    @Test
    void bucketsFollowOneAnotherFromStartToEnd() {
        Random random = RandomJobs.random();
        for (int i = 0; i < 2_000; i++) {
            long now = i == 0 ? 0 : random.nextLong(-1_000_000_000, 5_000_000_000L);
            for (Window window : WINDOWS) {
                for (Scope scope : List.of(MARKET, PROVIDER)) {
                    assertCovers(window, scope, now);
                }
            }
        }
    }

    private static void assertCovers(Window window, Scope scope, long now) {
        List<Bucket> cover = window.cover(scope, now);
        long at = window.start(scope, now).orElseThrow();
        for (Bucket bucket : cover) {
            assertEquals(at, bucket.start());
            assertTrue(scope.granularities().contains(bucket.granularity()));
            assertTrue(bucket.isKept(now));
            at = bucket.end();
        }
        assertEquals(window.end(scope, now).orElseThrow(), at);
        assertTrue(now < at && at <= now + window.step(scope).seconds());
        assertTrue(cover.size() <= 100, window + " " + cover.size());
    }

    @Test
    void anHourIsTwelveFullBucketsAndTheRunningOne() {
        long now = 1_700_000_123;

        assertEquals(OptionalLong.of(1_699_996_500), Window.LAST_HOUR.start(MARKET, 1_700_000_100));
        assertEquals(
                13 * 300,
                Window.LAST_HOUR.end(MARKET, now).orElseThrow()
                        - Window.LAST_HOUR.start(MARKET, now).orElseThrow());
        assertEquals(
                13,
                Window.LAST_HOUR.series(MARKET, now, Granularity.FIVE_MINUTES).size());
    }

    @Test
    void aProvidersMonthIsThirtyDaysAndToday() {
        List<Bucket> cover = Window.LAST_MONTH.cover(PROVIDER, NOW);

        assertEquals(31, cover.size());
        assertTrue(cover.stream().allMatch(bucket -> bucket.granularity() == Granularity.DAY));
        assertTrue(cover.getLast().contains(NOW));
    }

    @Test
    void allTimeIsOneBucketAndNeverASumOfWindows() {
        assertEquals(List.of(Bucket.TOTAL), Window.ALL.cover(MARKET, NOW));
        assertEquals(List.of(Bucket.TOTAL), Window.ALL.cover(PROVIDER, NOW));
        assertEquals(OptionalLong.empty(), Window.ALL.start(MARKET, NOW));
    }

    @Test
    void windowsAreFoundByTheirNames() {
        for (Window window : Window.values()) {
            assertEquals(Optional.of(window), Window.named(window.wire()));
        }
        assertEquals(Optional.empty(), Window.named("2h"));
    }

    @Test
    void theTalliesOfAWindowAddUpToTheJobsAskedForInIt() {
        Random random = RandomJobs.random();
        RandomJobs jobs = new RandomJobs(random, 20);
        List<Contribution> contributions = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            contributions.add(jobs.job(NOW + 900 - random.nextInt(3_000_000)).contribution());
        }
        for (Window window : WINDOWS) {
            long start = window.start(MARKET, NOW).orElseThrow();
            long end = window.end(MARKET, NOW).orElseThrow();
            Tally expected = tally(contributions.stream()
                    .filter(job -> start <= job.at() && job.at() < end)
                    .toList());
            Tally merged = new Tally();
            for (Bucket bucket : window.cover(MARKET, NOW)) {
                merged.merge(tally(contributions.stream()
                        .filter(job -> bucket.contains(job.at()))
                        .toList()));
            }
            assertArrayEquals(expected.encode(), merged.encode(), window.wire());
        }
    }

    private static Tally tally(List<Contribution> contributions) {
        Tally tally = new Tally();
        contributions.forEach(job -> tally.add(job, MARKET));
        return tally;
    }

    @Test
    void aChartHasEveryBucketOfTheWindow() {
        assertEquals(
                289,
                Window.LAST_DAY.series(MARKET, NOW, Granularity.FIVE_MINUTES).size());
        assertEquals(169, Window.LAST_WEEK.series(MARKET, NOW, Granularity.HOUR).size());
        assertEquals(31, Window.LAST_MONTH.series(MARKET, NOW, Granularity.DAY).size());
        assertEquals(
                31, Window.LAST_MONTH.series(PROVIDER, NOW, Granularity.DAY).size());
        assertEquals(List.of(), Window.LAST_MONTH.series(MARKET, NOW, Granularity.FIVE_MINUTES));
        assertEquals(List.of(), Window.LAST_MONTH.series(PROVIDER, NOW, Granularity.HOUR));
        assertEquals(List.of(), Window.ALL.series(MARKET, NOW, Granularity.DAY));
    }

    @Test
    void aBucketThatIsNotKeptIsNeverKeptAgain() {
        Bucket bucket = Bucket.of(Granularity.FIVE_MINUTES, NOW);

        assertTrue(bucket.isKept(bucket.end() + 2 * 86_400 - 1));
        assertEquals(false, bucket.isKept(bucket.end() + 2 * 86_400));
        assertTrue(Bucket.TOTAL.isKept(Long.MAX_VALUE));
        assertTrue(Bucket.of(Granularity.DAY, 0).isKept(Long.MAX_VALUE));
    }
}
