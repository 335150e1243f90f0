package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.util.List;
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
}
