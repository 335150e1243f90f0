package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The whole extension on a relay without sockets, page by page. */
class MarketplaceTest {
    private static final long NOW = 1_700_000_000;
    private static final SecretKey SELF = TestKeys.key(99);

    private final MemoryRelay relay = new MemoryRelay(NOW);

    @AutoClose
    private final Marketplace market = new Marketplace(MarketConfig.DEFAULT, SELF, "Souk");

    private double lag() {
        return relay.meters().get("souk.market.lag").gauge().value();
    }

    private Event stored(TestEvents event) {
        Event made = event.at(NOW).build();
        relay.store().save(List.of(made));
        return made;
    }

    private Event request(String type) {
        return stored(TestEvents.ofKind(68_001).by(TestKeys.key(10)).tag("j", type));
    }

    private static TestEvents result(Event request) {
        return TestEvents.ofKind(68_002)
                .by(TestKeys.key(20))
                .tag("e", request.id().hex())
                .tag("p", request.pubkey().hex());
    }

    /** What the signed event of a job says. */
    private Optional<String> status(Event request) {
        Filter filter = Filter.builder().kinds(30_383).authors(SELF.publicKey()).build();
        return relay.query(List.of(filter), 10).stream()
                .map(found -> EventReader.read(found.json()))
                .filter(event ->
                        event.firstValue("d").equals(Optional.of(request.id().hex())))
                .findFirst()
                .flatMap(event -> event.firstValue("s"));
    }

    @Test
    void tellsHowFarItLagsFromTheStartOn() {
        request("one");
        request("two");
        market.start(relay);
        assertEquals(2, lag());

        relay.turn();

        assertEquals((double) relay.sequence() - 2, lag(), "its own events are the only ones that it has not seen");
        request("three");
        relay.turn();
        relay.turn();
        request("four");
        assertEquals(1, lag());
    }

    @Test
    void aResultThatExpiresBeforeTheMarketComesToItIsDeliveredAllTheSame() {
        market.start(relay);
        Event request = request("translation");
        stored(result(request).tag("expiration", Long.toString(NOW + 1)));
        relay.setClock(Instant.ofEpochSecond(NOW + 60));
        relay.store().sweepExpired(10);

        relay.turn();

        assertEquals(Optional.of("delivered"), status(request));
    }

    @Test
    void aJobThatIsTakenBackBeforeTheMarketComesToItIsCancelled() {
        market.start(relay);
        Event request = request("translation");
        relay.store()
                .save(List.of(TestEvents.deletionOf(request)
                        .by(TestKeys.key(10))
                        .at(NOW)
                        .build()));

        relay.turn();

        assertEquals(Optional.of("cancelled"), status(request));
    }

    @Test
    void onlyWhatMeansSomethingToTheMarketIsKeptForIt() {
        assertTrue(market.mustSee(68_002));
        assertTrue(market.mustSee(9_735));
        assertFalse(market.mustSee(1));
        assertFalse(market.mustSee(30_383));
    }
}
