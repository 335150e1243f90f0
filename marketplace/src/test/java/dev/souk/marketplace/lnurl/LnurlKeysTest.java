package dev.souk.marketplace.lnurl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LnurlKeysTest {
    private static final LnurlOutcome FOUND = new LnurlOutcome.Found(Bytes32.ofHex("0a".repeat(32)), true);
    private static final LnurlOutcome REFUSED = new LnurlOutcome.Refused("http-status");
    private static final LnurlAddress BOB = new LnurlAddress("pay.example", "/bob");
    private static final long NOW = 1_700_000_000;
    private static final long DAY = 86_400;

    private final List<LnurlAddress> asked = new ArrayList<>();
    private LnurlOutcome next = FOUND;
    private final LnurlKeys keys = new LnurlKeys(LnurlSettings.DEFAULT, (address, now) -> {
        asked.add(address);
        return next;
    });

    private static LnurlAddress address(int number) {
        return new LnurlAddress("pay.example", "/" + number);
    }

    @Test
    void remembersAKeyForADay() {
        assertEquals(new LnurlKeys.Answer(FOUND, NOW + DAY), keys.lookup(BOB, NOW));
        assertEquals(new LnurlKeys.Answer(FOUND, NOW + DAY), keys.lookup(BOB, NOW + DAY - 1));
        assertEquals(1, asked.size());
        next = REFUSED;
        assertEquals(REFUSED, keys.lookup(BOB, NOW + DAY).outcome());
    }

    @Test
    void remembersARefusalForTenMinutes() {
        next = REFUSED;
        assertEquals(new LnurlKeys.Answer(REFUSED, NOW + 600), keys.lookup(BOB, NOW));
        next = FOUND;
        assertEquals(REFUSED, keys.lookup(BOB, NOW + 599).outcome());
        assertEquals(FOUND, keys.lookup(BOB, NOW + 600).outcome());
        assertEquals(2, asked.size());
    }

    @Test
    void doesNotHoldItAgainstAWalletThatItWasNotAsked() {
        next = new LnurlOutcome.HostBusy("pay.example");
        assertEquals(new LnurlKeys.Answer(next, NOW + HostPace.INTERVAL_SECONDS), keys.lookup(BOB, NOW));
        next = FOUND;
        assertEquals(FOUND, keys.lookup(BOB, NOW).outcome());
    }

    @Test
    void tellsWhatItKnowsWithoutAsking() {
        assertTrue(keys.known(BOB, NOW).isEmpty());
        keys.lookup(BOB, NOW);

        assertTrue(keys.known(BOB, NOW + 1).isPresent());
        assertTrue(keys.known(BOB, NOW + DAY).isEmpty());
        assertEquals(1, asked.size());
    }

    @Test
    void forgetsTheKeyThatWasUsedLongestAgoWhenItIsFull() {
        for (int i = 0; i < LnurlKeys.MAX_ENTRIES; i++) {
            keys.lookup(address(i), NOW);
        }
        keys.lookup(address(0), NOW);
        keys.lookup(BOB, NOW);

        assertTrue(keys.known(address(0), NOW).isPresent());
        assertTrue(keys.known(address(1), NOW).isEmpty());
        assertTrue(keys.known(BOB, NOW).isPresent());
    }

    @Test
    void keepsKeysThroughAFloodOfRefusals() {
        keys.lookup(BOB, NOW);
        next = REFUSED;
        for (int i = 0; i < LnurlKeys.MAX_ENTRIES + 10; i++) {
            keys.lookup(address(i), NOW);
        }
        assertTrue(keys.known(BOB, NOW).isPresent());
        assertTrue(keys.known(address(0), NOW).isEmpty());
    }

    @Test
    void knowsAtMostSoManyHosts() {
        HostPace pace = new HostPace();
        for (int i = 0; i <= HostPace.MAX_HOSTS; i++) {
            assertTrue(pace.enter("host" + i, NOW));
        }
        assertTrue(pace.enter("host0", NOW));
        assertEquals(false, pace.enter("host" + HostPace.MAX_HOSTS, NOW));
        assertTrue(pace.enter("host" + HostPace.MAX_HOSTS, NOW - 10));
    }
}
