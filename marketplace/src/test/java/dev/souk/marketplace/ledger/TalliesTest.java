package dev.souk.marketplace.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.TestFacts;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.marketplace.job.FoldRules;
import dev.souk.marketplace.job.JobFold;
import dev.souk.marketplace.statistics.Contribution;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import dev.souk.storage.memory.MemoryEventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where no tallies were, those that are known to be new are not looked for. {@code -Dseed} repeats a run. */
class TalliesTest {
    private static final long NOW = 1_700_000_000;
    private static final int SECONDS = 40 * 86_400;
    private static final int JOBS = 300;
    private static final int SMALL = 200;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Contribution> jobs = jobs();

    private List<Contribution> jobs() {
        List<Contribution> made = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            made.add(job(i, NOW - random.nextInt(SECONDS)));
        }
        made.sort(Comparator.comparingLong(Contribution::at).reversed());
        return made;
    }

    private Contribution job(int number, long at) {
        Bytes32 id = TestFacts.event(2L * number);
        Dossier dossier = new Dossier(id);
        dossier.add(TestFacts.request(id, TestFacts.person(random.nextInt(5)), at, OptionalLong.empty(), List.of()));
        dossier.add(
                TestFacts.result(
                        TestFacts.event(2L * number + 1),
                        TestFacts.person(10 + random.nextInt(3)),
                        at + 1,
                        WorkStatus.SUCCESS),
                Optional.empty());
        return Contribution.of(new JobFold(FoldRules.DEFAULT).fold(dossier, NOW))
                .orElseThrow();
    }

    @Test
    void theNewestFirstIntoAnEmptyTableGivesTheSame() {
        assertEquals(counted(false), counted(true), "seed=" + seed);
    }

    @Test
    void anyOrderIntoAnEmptyTableGivesTheSame() {
        SortedMap<String, String> expected = counted(false);
        Collections.shuffle(jobs, random);
        assertEquals(expected, counted(true), "seed=" + seed);
    }

    /** The rows of the tallies when they are written every few jobs, and few are remembered meanwhile. */
    private SortedMap<String, String> counted(boolean isOfEmptyTable) {
        Table table = new MemoryEventStore(() -> Instant.ofEpochSecond(NOW)).table("ledger");
        WriteSet set = new WriteSet(table);
        Marks marks = new Marks(
                new Due(set, Duration.ofSeconds(1), new DueFloor()),
                new Addresses(Addresses.DEFAULT_STATS_KIND),
                Duration.ZERO,
                NOW * 1_000);
        TallyCache cache = new TallyCache(SMALL);
        Tallies tallies = isOfEmptyTable
                ? Tallies.ofEmptyTable(set, cache, marks, LedgerLimits.DEFAULT, NOW)
                : new Tallies(set, cache, marks, LedgerLimits.DEFAULT, NOW);
        for (Contribution job : jobs) {
            tallies.replace(Optional.empty(), Optional.of(job), TestFacts.REQUEST);
            if (random.nextInt(10) == 0) {
                tallies.save();
                set.commit();
            }
        }
        tallies.save();
        set.commit();
        SortedMap<String, String> rows = new TreeMap<>();
        byte[] prefix = {Keys.TALLY};
        table.scan(prefix, prefix, Integer.MAX_VALUE).forEach(row -> rows.put(hex(row.key()), hex(row.value())));
        assertFalse(rows.isEmpty());
        return rows;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
