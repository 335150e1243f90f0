package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.MarketView;
import dev.souk.marketplace.ledger.MarketView.BadCursorException;
import dev.souk.marketplace.ledger.MarketView.ProviderPage;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who is a provider, and what is known of it. */
class MarketProvidersTest {
    private static final long NOW = 1_700_000_000L / 86_400 * 86_400 + 50_000;
    private static final long DAY = 86_400;
    private static final LedgerLimits TWO_PEOPLE = new LedgerLimits(100, 100, 100, 100, 100, 2, 100);

    private final LedgerFixture ledger = new LedgerFixture(new MemoryRelay(NOW), TWO_PEOPLE);

    private static Event beat(int who) {
        return TestEvents.ofKind(11_998).by(TestKeys.key(who)).at(NOW).unsigned();
    }

    private static Event announcement(int who, String kind, long at) {
        return TestEvents.ofKind(31_990)
                .by(TestKeys.key(who))
                .at(at)
                .tag("d", "handler")
                .tag("k", kind)
                .unsigned();
    }

    private MarketView.Provider provider(int who) {
        return ledger.view().provider(TestKeys.key(who).publicKey()).orElseThrow();
    }

    @Test
    void whoeverWasFirstHeardOfInTheRunningFiveMinutesHasNoUptimeYet() {
        ledger.feed(beat(1));
        assertEquals(OptionalLong.of(NOW), provider(1).lastSeen());
        assertEquals(OptionalInt.empty(), provider(1).uptimePermille());

        ledger.setClock(NOW + 600);
        assertEquals(OptionalInt.of(500), provider(1).uptimePermille());
    }

    @Test
    void whoHasDeliveredIsToldByTheKindOfTheRequestToo() {
        Event request = TestEvents.ofKind(68_001)
                .by(TestKeys.key(10))
                .at(NOW)
                .tag("j", "translation")
                .unsigned();
        Event result = TestEvents.ofKind(68_002)
                .by(TestKeys.key(1))
                .at(NOW)
                .tag("e", request.id().hex())
                .unsigned();
        ledger.feed(request, result);

        Predicate<Bytes32> deliverers = ledger.view().deliverersOf(JobType.ofKind(68_001));

        assertTrue(deliverers.test(TestKeys.key(1).publicKey()));
        assertFalse(deliverers.test(TestKeys.key(10).publicKey()));
        assertFalse(ledger.view().deliverersOf(JobType.ofKind(5_100)).test(TestKeys.key(1).publicKey()));
    }

    @Test
    void aCursorThatNoPageOfProvidersGaveIsRefused() {
        byte[] place = new byte[41];
        ByteBuffer.wrap(place).putLong(Long.MAX_VALUE);
        assertEquals(List.of(), after(place).providers(), "a place like those that pages give");
        for (int length : new int[] {0, 1, 40, 42, 600}) {
            assertRefused(Arrays.copyOf(place, length));
        }
        place[40] = 1;
        assertRefused(place);
        assertRefused(new byte[41]);
    }

    private ProviderPage after(byte[] cursor) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
        return ledger.view().providers(Optional.empty(), Optional.of(text), 10);
    }

    private void assertRefused(byte[] cursor) {
        assertThrows(BadCursorException.class, () -> after(cursor));
    }

    @Test
    void ofWhoseSignsOfLifeNothingIsKeptNothingIsSaid() {
        ledger.feed(announcement(1, "5100", NOW - 2 * DAY), beat(2), beat(3));

        assertEquals(OptionalLong.empty(), provider(1).lastSeen());
        assertEquals(OptionalInt.empty(), provider(1).uptimePermille());
    }
}
