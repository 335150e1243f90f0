package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.EventsConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-59: what is wrapped. Who may see wraps is tested with NIP-17. */
@Nip(
        works = "wraps of kind 21059 pass and are not stored; wraps are deleted by their recipient, and may be dated "
                + "back by two days")
class Nip59IT {
    private static final SecretKey BOB = TestKeys.bob();
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final long TWO_DAYS = Duration.ofDays(2).toSeconds();

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private TestClient bob() {
        TestClient client = relay.connect();
        client.authenticate(BOB);
        return client;
    }

    private static Event wrap(int kind, long at) {
        return ofKind(kind)
                .by(TestKeys.key(500))
                .at(at)
                .tag("p", BOB.publicKey().hex())
                .build();
    }

    @Test
    void wrapsThatPassAreNotStored() {
        TestClient bob = bob();
        bob.subscribe("live", "{\"kinds\":[21059]}");
        Event wrap = wrap(21_059, NOW);
        relay.connect().accepted(wrap);
        assertEquals(wrap, bob.nextEvent("live"));
        assertEquals(List.of(), bob.stored("{\"kinds\":[21059]}"));
    }

    @Test
    void theRecipientMayDeleteAWrap() {
        Event wrap = wrap(1_059, NOW);
        TestClient bob = bob();
        bob.accepted(wrap);
        bob.accepted(ofKind(5)
                .by(BOB)
                .at(NOW)
                .tag("e", wrap.id().hex())
                .tag("k", "1059")
                .build());
        assertEquals(List.of(), bob.stored("{\"kinds\":[1059]}"));
        bob.refused(wrap, "blocked");
    }

    @Test
    void aWrapMayBeDatedBackByTwoDaysMoreThanOthers() {
        relay.close();
        relay = RelayFixture.withEvents(new EventsConfig(List.of(), Duration.ofMinutes(15), Duration.ofHours(1), 0));
        TestClient client = relay.connect();
        client.accepted(wrap(1_059, NOW - TWO_DAYS));
        client.refused(wrap(1_059, NOW - TWO_DAYS - 3_601), "invalid");
        client.refused(note("old").at(NOW - 3_601).build(), "invalid");
    }
}
