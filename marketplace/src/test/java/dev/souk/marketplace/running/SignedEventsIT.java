package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.CUSTOMER;
import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static dev.souk.marketplace.running.RunningMarket.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.relay.TestClient;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What any Nostr client gets by a plain REQ. */
@Timeout(180)
class SignedEventsIT {
    private static final String AUTHOR = "\"authors\":[\"" + SELF.publicKey() + "\"]";

    @AutoClose
    private final RunningMarket market = RunningMarket.start();

    private static String filter(int kind, String d) {
        return "{\"kinds\":[" + kind + "]," + AUTHOR + ",\"#d\":[\"" + d + "\"]}";
    }

    private static boolean says(Event event, String tag, String value) {
        return event.firstValue(tag).equals(Optional.of(value));
    }

    private static void assertGenuine(Event event) {
        assertEquals(SELF.publicKey(), event.pubkey());
        EventVerifier verifier = new EventVerifier(Schnorr.best());
        assertTrue(verifier.hasRightId(event) && verifier.hasRightSignature(event), () -> "not genuine: " + event);
    }

    @Test
    void theStatusOfAJob() {
        Event request = market.asked("translation");
        market.delivered(request);

        Event status = market.awaitEvent(filter(30_383, request.id().hex()), event -> says(event, "s", "delivered"));

        assertGenuine(status);
        assertTrue(says(status, "j", "translation"), status.toString());
        assertTrue(says(status, "k", "68001"), status.toString());
        assertTrue(status.firstValue("expiration").isEmpty(), status.toString());
        assertTrue(status.anyTag('p', CUSTOMER.publicKey().hex()::equals), status.toString());
        assertTrue(status.anyTag('p', PROVIDER.publicKey().hex()::equals), status.toString());
    }

    @Test
    void aBoardSeesJobsEnterAStateAndLeaveIt() {
        TestClient board = market.connect();
        String kind = "{\"kinds\":[30383]," + AUTHOR;
        board.subscribe("board", kind + ",\"#s\":[\"requested\"]}", kind + ",\"#o\":[\"requested\"]}");
        Event request = market.asked("translation");
        Event entered = board.nextEvent("board");
        assertTrue(says(entered, "d", request.id().hex()) && says(entered, "s", "requested"), entered.toString());
        market.delivered(request);
        market.awaitEvent(filter(30_383, request.id().hex()), event -> says(event, "s", "delivered"));
        Event left = board.nextEvent("board");
        assertTrue(says(left, "s", "delivered") && says(left, "o", "requested"), left.toString());
        assertTrue(left.createdAt() > entered.createdAt(), "a version is newer than the one before it");
    }

    @Test
    void aProviderAndACustomer() {
        Event request = market.asked("translation");
        market.zapped(market.delivered(request));

        Event provider = market.awaitEvent(
                filter(30_382, PROVIDER.publicKey().hex()), event -> says(event, "jobs_delivered", "1"));
        Event customer = market.awaitEvent(filter(30_382, CUSTOMER.publicKey().hex()), event -> true);

        assertGenuine(provider);
        assertGenuine(customer);
        assertTrue(says(provider, "earned_claimed_msat", "21000"), provider.toString());
    }

    @Test
    void theNumbersOfTheMarketAndOfAType() {
        market.delivered(market.asked("translation"));

        Event whole = market.awaitEvent(filter(38_690, "market:24h"), event -> says(event, "requests", "1"));
        Event type = market.awaitEvent(filter(38_690, "j:translation:7d"), event -> says(event, "requests", "1"));

        assertGenuine(whole);
        assertTrue(says(type, "answered", "1"), type.toString());
    }

    @Test
    void whoSpeaksHere() {
        Event profile = market.awaitEvent("{\"kinds\":[0]," + AUTHOR + "}", event -> true);
        assertGenuine(profile);
        assertTrue(profile.content().contains("Souk of the test"), profile.content());

        JsonNode document = market.json(market.get("/", "Accept", "application/nostr+json"));
        assertEquals(SELF.publicKey().hex(), document.path("self").asText());
        JsonNode about = document.path("job_market");
        assertEquals(30_383, about.path("status_kind").asInt());
        assertEquals(30_382, about.path("provider_kind").asInt());
        assertEquals(38_690, about.path("stats_kind").asInt());
        assertEquals("/api/v1", about.path("http").asText());
        assertEquals("local", about.path("zap_trust").asText());
        assertEquals(5, about.path("windows").size());
    }

    @Test
    void whatWasSaidOfWhoeverVanishesIsTakenBack() {
        Event request = market.asked("translation");
        market.awaitEvent(filter(30_383, request.id().hex()), event -> true);

        market.publish(TestEvents.ofKind(62)
                .by(CUSTOMER)
                .at(market.now())
                .tag("relay", "ALL_RELAYS")
                .build());

        String address = "30383:" + SELF.publicKey() + ":" + request.id();
        assertGenuine(market.awaitEvent("{\"kinds\":[5]," + AUTHOR + ",\"#a\":[\"" + address + "\"]}", event -> true));
        assertEquals(
                List.of(), market.connect().stored(filter(30_383, request.id().hex())));
    }

    @Test
    void nobodyElseSpeaksInItsName() {
        Event request = market.asked("translation");
        Event status = market.awaitEvent(filter(30_383, request.id().hex()), event -> true);
        TestClient stranger = market.connect();

        stranger.refused(
                TestEvents.ofKind(30_383)
                        .by(SELF)
                        .at(market.now())
                        .tag("d", request.id().hex())
                        .build(),
                "blocked");
        stranger.refused(status, "blocked");
        stranger.accepted(TestEvents.ofKind(30_383)
                .by(CUSTOMER)
                .at(market.now())
                .tag("d", request.id().hex())
                .build());
    }
}
