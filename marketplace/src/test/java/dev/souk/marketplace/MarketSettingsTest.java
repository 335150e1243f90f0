package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A market whose operator has set everything otherwise than it is by default. */
class MarketSettingsTest {
    private static final long NOW = 1_700_000_000;
    private static final SecretKey SELF = TestKeys.key(99);
    private static final int JOB_STATUS = 30_383;
    private static final int NUMBERS = 38_691;
    private static final MarketConfig OTHERWISE = new MarketConfig(
            true,
            Optional.empty(),
            BidUnit.MSAT,
            Duration.ofSeconds(30),
            Duration.ofSeconds(100),
            NUMBERS,
            ZapTrust.LOCAL,
            List.of(),
            Set.of(),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            2,
            2,
            2,
            7,
            0);

    private final MemoryRelay relay = new MemoryRelay(NOW);

    @AutoClose
    private final Marketplace market = new Marketplace(OTHERWISE, SELF, "Souk");

    private Event stored(TestEvents event, long at) {
        Event made = event.at(at).build();
        relay.store().save(List.of(made));
        return made;
    }

    private static TestEvents request() {
        return TestEvents.ofKind(68_001).by(TestKeys.key(10)).tag("j", "translation");
    }

    private static TestEvents processing(Event request) {
        return TestEvents.ofKind(68_003)
                .by(TestKeys.key(20))
                .tag("status", "processing")
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex());
    }

    private void turnAt(long seconds) {
        relay.setClock(Instant.ofEpochSecond(seconds));
        relay.turn();
    }

    private List<Event> signed(int kind) {
        Filter filter = Filter.builder().kinds(kind).authors(SELF.publicKey()).build();
        return relay.query(List.of(filter), 100).stream()
                .map(found -> EventReader.read(found.json()))
                .toList();
    }

    private Event status() {
        return signed(JOB_STATUS).getFirst();
    }

    private void assertStatus(String word) {
        assertEquals(Optional.of(word), status().firstValue("s"));
    }

    @Test
    void aStatusHasNoNewerVersionBeforeTheInterval() {
        market.start(relay);
        Event request = stored(request(), NOW);
        turnAt(NOW);
        stored(processing(request), NOW + 1);
        turnAt(NOW + 29);
        assertStatus("requested");
        turnAt(NOW + 30);
        assertStatus("processing");
    }

    @Test
    void theNumbersAreOfTheKindAndAsOftenAsIsSet() {
        market.start(relay);
        stored(request(), NOW);
        turnAt(NOW);
        turnAt(NOW + 99);
        assertEquals(List.of(), signed(NUMBERS));
        turnAt(NOW + 100);
        assertFalse(signed(NUMBERS).isEmpty());
        assertEquals(List.of(), signed(MarketConfig.DEFAULT.statsKind()));
    }

    @Test
    void aJobIsSilentForSoLong() {
        market.start(relay);
        stored(request(), NOW);
        turnAt(NOW + 3_569);
        assertStatus("requested");
        turnAt(NOW + 3_600);
        assertStatus("expired");
    }

    @Test
    void anOfferIsGivenUpSoLongAfterTheDeadline() {
        market.start(relay);
        Event request = stored(request().tag("expiration", Long.toString(NOW + 5)), NOW);
        stored(processing(request), NOW + 1);
        turnAt(NOW + 10);
        assertFalse(isAbandoned());
        turnAt(NOW + 60);
        assertTrue(isAbandoned(), () -> status().tags().toString());
    }

    private boolean isAbandoned() {
        return status().tags().toString().contains("abandoned");
    }

    @Test
    void theRelayIsToldHowFarItMayBeBehind() {
        assertEquals(7, market.maxLag());
    }
}
