package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What is found out of wallets, before or after the receipts that it verifies, changes nothing in the end: the first key
 * holds for everything before it, and each later one from when it is seen, so only what comes before and what comes after
 * a change are told apart. {@code -Dseed} repeats a run, {@code -Drounds} makes it longer.
 */
class MarketWalletOrderTest {
    private static final long START = 1_690_000_000;
    private static final long NOW = START + 100_000;
    private static final long CHANGE = NOW + 10_000;
    private static final int ROUNDS = Integer.getInteger("rounds", 12);
    private static final int ORDERS = 4;
    private static final List<Integer> PROVIDERS = List.of(20, 21, 22, 23);

    private final long seed = Long.getLong("seed", System.nanoTime());

    /** Something that happens to the market. */
    @FunctionalInterface
    private interface Step {
        void happen(LedgerFixture ledger);
    }

    @Test
    void walletsThatGetKnownAtAnyMomentGiveTheSameMarket() {
        int verified = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(seed + round);
            List<Event> history = new RandomMarket(random, START).make(3 + random.nextInt(6));
            int half = history.size() / 2;
            List<Step> before = new ArrayList<>(events(history.subList(0, half)));
            List<Step> change = new ArrayList<>();
            List<Step> after = new ArrayList<>(events(history.subList(half, history.size())));
            for (int provider : PROVIDERS) {
                find(random, TestKeys.key(provider), before, change, after);
            }
            SortedMap<String, String> expected = told(before, change, after);
            verified += expected.containsKey("verified") ? 1 : 0;
            for (int order = 0; order < ORDERS; order++) {
                Collections.shuffle(before, random);
                Collections.shuffle(after, random);
                Map<String, String> found = told(before, change, after);
                assertEquals(Set.of(), LedgerFixture.difference(expected, found), "seed=" + (seed + round));
            }
        }
        assertTrue(verified > 0, "no payment was verified, seed=" + seed);
    }

    private static List<Step> events(List<Event> events) {
        return events.stream().<Step>map(event -> ledger -> ledger.feed(event)).toList();
    }

    /** What is found out of one recipient's wallet, and when. */
    private static void find(
            Random random, SecretKey recipient, List<Step> before, List<Step> change, List<Step> after) {
        Step first = named(recipient, "one", 90);
        switch (random.nextInt(5)) {
            case 0 -> before.add(first);
            case 1 -> after.add(first);
            case 2 -> {
                before.add(profile(recipient, "one", NOW - 500));
                before.add(first);
                before.add(first);
                change.add(profile(recipient, "two", CHANGE));
                change.add(named(recipient, "two", 91));
                after.add(named(recipient, "two", 91));
            }
            case 3 -> {
                before.add(named(recipient, "one", 91));
                change.add(named(recipient, "one", 90));
                change.add(profile(recipient, "one", CHANGE));
            }
            default -> {}
        }
    }

    private static Step profile(SecretKey recipient, String user, long at) {
        Event profile = TestEvents.ofKind(0)
                .by(recipient)
                .at(at)
                .content("{\"lud16\":\"" + address(recipient, user) + "\"}")
                .build();
        return ledger -> ledger.feed(profile);
    }

    private static Step named(SecretKey recipient, String user, int key) {
        Bytes32 signer = TestKeys.key(key).publicKey();
        return ledger -> ledger.ledger()
                .walletNamed(recipient.publicKey(), address(recipient, user), Optional.of(signer), ledger.nowMillis());
    }

    private static String address(SecretKey recipient, String user) {
        return user + recipient.publicKey().hex().substring(0, 8) + "@wallet.example";
    }

    private static SortedMap<String, String> told(List<Step> before, List<Step> change, List<Step> after) {
        LedgerFixture ledger = new LedgerFixture(NOW);
        before.forEach(step -> step.happen(ledger));
        ledger.setClock(CHANGE);
        change.forEach(step -> step.happen(ledger));
        after.forEach(step -> step.happen(ledger));
        SortedMap<String, String> contents = new TreeMap<>(ledger.contents());
        if (ledger.isAnyVerified()) {
            contents.put("verified", "");
        }
        return contents;
    }
}
