package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.protocol.Event;
import dev.souk.storage.FragileTable;
import dev.souk.storage.StorageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order in which a history arrives, with repetitions, with deletions before what they delete, in pages of any
 * size, over restarts and crashes: the dossiers, the jobs, the lists and the statistics are the same. {@code -Dseed}
 * repeats a run, {@code -Drounds} makes it longer.
 */
class MarketOrderTest {
    private static final long START = 1_690_000_000;
    private static final long NOW = START + 100_000;
    private static final int ROUNDS = Integer.getInteger("rounds", 12);
    private static final int ORDERS = 4;

    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void anyOrderOfArrivalGivesTheSameMarket() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Event> history = living(random, 3 + random.nextInt(6));
            Map<String, String> expected = inOrder(history);
            assertFalse(expected.isEmpty());
            for (int order = 0; order < ORDERS; order++) {
                List<Event> shuffled = new ArrayList<>(history);
                for (int i = history.size() / 4; i > 0; i--) {
                    shuffled.add(history.get(random.nextInt(history.size())));
                }
                Collections.shuffle(shuffled, random);
                LedgerFixture ledger = new LedgerFixture(NOW);
                feed(ledger, shuffled, random);
                Map<String, String> found = ledger.contents();
                if (!found.equals(expected)) {
                    fail("seed=" + (seed + round) + ": the ledgers differ in "
                            + LedgerFixture.difference(expected, found));
                }
            }
        }
    }

    /** Half of the histories are old, the others end now. */
    private static List<Event> living(Random random, int jobs) {
        RandomMarket market = new RandomMarket(random, START);
        return (random.nextBoolean() ? market.livingUntil(NOW) : market).make(jobs);
    }

    private static Map<String, String> inOrder(List<Event> history) {
        LedgerFixture ledger = new LedgerFixture(NOW);
        ledger.feed(history);
        return ledger.contents();
    }

    private static void feed(LedgerFixture ledger, List<Event> events, Random random) {
        int at = 0;
        while (at < events.size()) {
            int end = Math.min(events.size(), at + 1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 20));
            ledger.feed(events.subList(at, end));
            at = end;
            if (random.nextInt(8) == 0) {
                ledger.reopen();
            }
        }
    }

    @Test
    void timePassingWhileItArrivesChangesNothingInTheEnd() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Event> history = new RandomMarket(random, START).make(5);
            LedgerFixture late = new LedgerFixture(NOW);
            late.feed(history);
            LedgerFixture slow = new LedgerFixture(NOW - 60_000);
            int at = 0;
            for (long now = NOW - 60_000; now < NOW; now += 10_000) {
                int end = Math.min(history.size(), at + history.size() / 6 + 1);
                slow.feed(history.subList(at, end));
                at = end;
                slow.setClock(now + 10_000);
            }
            assertEquals(
                    Set.of(), LedgerFixture.difference(late.contents(), slow.contents()), "seed=" + (seed + round));
        }
    }

    @Test
    void aRebuildEndsWithExactlyTheSameAnswers() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            LedgerFixture ledger = new LedgerFixture(NOW);
            feed(ledger, living(random, 5), random);
            Map<String, String> before = ledger.contents();
            long jobs = ledger.rebuild();
            assertFalse(jobs == 0);
            assertEquals(Set.of(), LedgerFixture.difference(before, ledger.contents()), "seed=" + (seed + round));
        }
    }

    @Test
    void aRebuildThatIsCutOffAnywhereEndsTheSameWithALaterStart() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            MemoryRelay relay = new MemoryRelay(NOW);
            LedgerFixture whole = new LedgerFixture(relay, LedgerLimits.DEFAULT);
            feed(whole, new RandomMarket(random, START).make(5), random);
            Map<String, String> before = whole.contents();
            FragileTable table = new FragileTable(relay.table("ledger"), random);
            LedgerFixture killed = new LedgerFixture(relay, table, LedgerLimits.DEFAULT);
            boolean isWhole = survives(killed::rebuild);
            while (!isWhole) {
                isWhole = survives(killed::reopen);
            }
            assertEquals(Set.of(), LedgerFixture.difference(before, killed.contents()), "seed=" + (seed + round));
        }
    }

    @Test
    void aViewThatRemembersJobsTellsTheSameAsOneThatDoesNot() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Event> history = new RandomMarket(random, START).make(5);
            LedgerFixture ledger = new LedgerFixture(NOW - 60_000);
            long now = NOW - 60_000;
            for (int at = 0; at < history.size(); at += 9) {
                ledger.feed(history.subList(at, Math.min(history.size(), at + 9)));
                for (Event event : history) {
                    assertEquals(
                            ledger.freshView().job(event.id()),
                            ledger.view().job(event.id()),
                            "seed=" + (seed + round));
                }
                now += random.nextInt(10_000);
                ledger.setClock(now);
            }
        }
    }

    @Test
    void afterARebuildEveryPublishedStatusIsLookedAtAgain() {
        LedgerFixture ledger = new LedgerFixture(NOW);
        Random random = new Random(seed);
        feed(ledger, new RandomMarket(random, START).make(5), random);
        Set<String> jobs = due(ledger);
        ledger.ledger().outbox(ledger.nowMillis(), outbox -> outbox.due(10_000).forEach(outbox::settled));
        assertEquals(Set.of(), due(ledger));

        ledger.rebuild();

        boolean[] isMore = {true};
        while (isMore[0]) {
            ledger.ledger().outbox(ledger.nowMillis(), outbox -> isMore[0] = outbox.sweep(7));
        }
        assertFalse(jobs.isEmpty());
        assertEquals(jobs, due(ledger), "seed=" + seed);
    }

    private static Set<String> due(LedgerFixture ledger) {
        Set<String> due = new TreeSet<>();
        ledger.ledger()
                .outbox(
                        ledger.nowMillis(),
                        outbox -> outbox.due(10_000).stream()
                                .filter(item -> item.kind() == Addresses.JOB_STATUS)
                                .forEach(item -> due.add(item.d())));
        return due;
    }

    @Test
    void aCrashInAnyPageLosesNothingAndDoublesNothing() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Event> history = living(random, 5);
            MemoryRelay relay = new MemoryRelay(NOW);
            FragileTable table = new FragileTable(relay.table("ledger"), random);
            LedgerFixture ledger = new LedgerFixture(relay, table, LedgerLimits.DEFAULT);
            for (int at = 0; at < history.size(); at += 7) {
                List<Event> page = history.subList(at, Math.min(history.size(), at + 7));
                while (!survives(() -> ledger.feed(page))) {
                    ledger.reopen();
                }
            }
            assertEquals(
                    Set.of(), LedgerFixture.difference(inOrder(history), ledger.contents()), "seed=" + (seed + round));
        }
    }

    private static boolean survives(Runnable work) {
        try {
            work.run();
            return true;
        } catch (StorageException e) {
            return false;
        }
    }
}
