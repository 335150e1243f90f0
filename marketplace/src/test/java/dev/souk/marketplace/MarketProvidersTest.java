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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is a provider, and what is known of it. */
class MarketProvidersTest {
    private static final long NOW = 1_700_000_000L / 86_400 * 86_400 + 50_000;
    private static final long DAY = 86_400;
    private static final LedgerLimits TWO_PEOPLE = new LedgerLimits(100, 100, 100, 100, 100, 2, 100);

    private final LedgerFixture market = new LedgerFixture(NOW);
    private final LedgerFixture ledger = new LedgerFixture(new MemoryRelay(NOW), TWO_PEOPLE);

    private static Event beat(int who) {
        return beat(who, NOW);
    }

    private static Event beat(int who, long at) {
        return TestEvents.ofKind(11_998).by(TestKeys.key(who)).at(at).unsigned();
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
        assertFalse(ledger.view()
                .deliverersOf(JobType.ofKind(5_100))
                .test(TestKeys.key(1).publicKey()));
    }

    @Test
    void aCursorThatNoPageOfProvidersGaveIsRefused() {
        byte[] place = new byte[42];
        assertEquals(List.of(), after(place).providers(), "a place like those that pages give");
        for (int length : new int[] {0, 1, 41, 43, 600}) {
            assertRefused(Arrays.copyOf(place, length));
        }
        place[0] = 2;
        assertRefused(place);
        place[0] = 0;
        place[41] = 1;
        assertRefused(place);
    }

    private ProviderPage after(byte[] cursor) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
        return ledger.view().providers(Optional.empty(), Optional.of(text), 10);
    }

    private void assertRefused(byte[] cursor) {
        assertThrows(BadCursorException.class, () -> after(cursor));
    }

    private static Bytes32 key(int who) {
        return TestKeys.key(who).publicKey();
    }

    /** All pages of so many, one after the other. */
    private List<Bytes32> listed(Optional<JobType> type, int limit) {
        List<Bytes32> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            ProviderPage page = market.view().providers(type, cursor, limit);
            page.providers().forEach(provider -> all.add(provider.pubkey()));
            cursor = page.cursor();
        } while (cursor.isPresent());
        return all;
    }

    @Test
    void whoeverHasNoJobYetStandsBehindThoseWhoHaveTheLastHeardOfFirst() {
        Event request = TestEvents.ofKind(5_100).by(TestKeys.key(10)).at(NOW).unsigned();
        Event offer = TestEvents.ofKind(7_000)
                .by(TestKeys.key(1))
                .at(NOW)
                .tag("e", request.id().hex())
                .tag("status", "processing")
                .unsigned();
        market.setClock(NOW - DAY);
        market.feed(announcement(2, "5100", NOW - DAY));
        market.setClock(NOW);
        market.feed(announcement(1, "5100", NOW), request, offer, announcement(3, "5200", NOW), beat(4, NOW));
        market.ledger().outbox(market.nowMillis(), outbox -> outbox.rank(key(1)));

        List<Bytes32> lastDay = key(3).compareTo(key(4)) < 0 ? List.of(key(3), key(4)) : List.of(key(4), key(3));
        List<Bytes32> all = List.of(key(1), lastDay.get(0), lastDay.get(1), key(2));
        for (int limit = 1; limit < 6; limit++) {
            assertEquals(all, listed(Optional.empty(), limit));
        }
        assertEquals(List.of(key(1), key(2)), listed(Optional.of(JobType.ofKind(5_100)), 1));
        assertEquals(List.of(key(3)), listed(Optional.of(JobType.ofKind(5_200)), 10));
    }

    @Test
    void aRebuildRanksProvidersAsTheyWere() {
        Event request = TestEvents.ofKind(5_100).by(TestKeys.key(10)).at(NOW).unsigned();
        market.feed(request);
        for (int who = 1; who < 4; who++) {
            TestEvents answer = TestEvents.ofKind(who == 2 ? 6_100 : 7_000)
                    .by(TestKeys.key(who))
                    .at(NOW + who)
                    .tag("e", request.id().hex())
                    .tag("status", "processing");
            market.feed(answer.unsigned());
            Bytes32 provider = key(who);
            market.ledger().outbox(market.nowMillis(), outbox -> outbox.rank(provider));
        }
        List<Bytes32> all = listed(Optional.empty(), 10);
        List<Bytes32> ofType = listed(Optional.of(JobType.ofKind(5_100)), 10);
        assertEquals(Set.of(key(1), key(2), key(3)), Set.copyOf(all));

        market.rebuild();

        assertEquals(all, listed(Optional.empty(), 10));
        assertEquals(ofType, listed(Optional.of(JobType.ofKind(5_100)), 10));
    }

    @Test
    void whoeverTakesItsAnnouncementBackStandsInNoListOfItsTypes() {
        Event old = announcement(1, "5100", NOW - 5);
        Event renewed = announcement(1, "5200", NOW);
        market.feed(old, renewed);
        assertEquals(List.of(), listed(Optional.of(JobType.ofKind(5_100)), 10));
        assertEquals(List.of(key(1)), listed(Optional.of(JobType.ofKind(5_200)), 10));

        market.feed(
                TestEvents.deletionOf(renewed).by(TestKeys.key(1)).at(NOW + 1).unsigned());

        assertEquals(List.of(), listed(Optional.of(JobType.ofKind(5_200)), 10));
    }

    @Test
    void whoeverIsForgottenIsListedNoMore() {
        ledger.feed(announcement(1, "5100", NOW - 2 * DAY), beat(2), beat(3));

        assertEquals(
                Set.of(key(2), key(3)),
                ledger.view().providers(Optional.empty(), Optional.empty(), 10).providers().stream()
                        .map(MarketView.Provider::pubkey)
                        .collect(Collectors.toSet()));
        assertEquals(2, ledger.rows().get('I'));
        assertEquals(2, ledger.rows().get('J'));
    }

    @Test
    void ofWhoseSignsOfLifeNothingIsKeptNothingIsSaid() {
        ledger.feed(announcement(1, "5100", NOW - 2 * DAY), beat(2), beat(3));

        assertEquals(OptionalLong.empty(), provider(1).lastSeen());
        assertEquals(OptionalInt.empty(), provider(1).uptimePermille());
    }
}
