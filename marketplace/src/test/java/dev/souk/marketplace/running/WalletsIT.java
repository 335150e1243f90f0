package dev.souk.marketplace.running;

import static dev.souk.marketplace.running.RunningMarket.NOW;
import static dev.souk.marketplace.running.RunningMarket.PROVIDER;
import static dev.souk.marketplace.running.RunningMarket.job;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.souk.marketplace.fact.ZapTrust;
import dev.souk.marketplace.lnurl.LnurlAddress;
import dev.souk.marketplace.lnurl.LnurlClient;
import dev.souk.marketplace.lnurl.LnurlSettings;
import dev.souk.marketplace.lnurl.TestPayServer;
import dev.souk.marketplace.zap.TestWallet;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a profile and a receipt to verified money, over HTTPS; the wallets are on this machine. */
@Timeout(180)
class WalletsIT {
    /** A wallet that gave no key is asked again after so many seconds, if nothing else happens. */
    private static final long PAUSE = 600;

    @TempDir
    static Path folder;

    private final TestWallet wallet = new TestWallet(TestKeys.key(90));
    private final AtomicInteger questions = new AtomicInteger();
    private TestPayServer server;
    private RunningMarket market;

    @BeforeEach
    void open() throws Exception {
        server = TestPayServer.start(folder);
        shakeHands();
        market = RunningMarket.asking(server.network());
    }

    @AfterEach
    void close() {
        market.close();
        server.close();
    }

    /** The first handshake of a process takes long, and must not be what a wallet is given up for. */
    private void shakeHands() {
        server.on("first", 200, "{}");
        LnurlSettings patient = new LnurlSettings(
                LnurlSettings.Mode.ANY, Set.of(), Duration.ofMinutes(1), 4_096, Duration.ZERO, Duration.ZERO);
        try (LnurlClient client = new LnurlClient(patient, server.network())) {
            client.fetch(LnurlAddress.parse("first@pay.example").orElseThrow(), NOW);
        }
    }

    private void profile(String lud16) {
        market.publish(TestEvents.ofKind(0)
                .by(PROVIDER)
                .at(market.now())
                .content("{\"lud16\":\"" + lud16 + "\"}")
                .build());
    }

    /** The wallet of this user names this key, and counts how often it is asked. */
    private void names(String user, TestWallet named) {
        String document = "{\"tag\":\"payRequest\",\"callback\":\"https://pay.example/cb\",\"minSendable\":1000,"
                + "\"allowsNostr\":true,\"nostrPubkey\":\"" + named.nostrPubkey() + "\"}";
        answers(user, 200, document);
    }

    private void answers(String user, int status, String body) {
        server.on(user, exchange -> {
            try (exchange) {
                questions.incrementAndGet();
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
    }

    private static String money(JsonNode document) {
        return document.at("/offers/0/money").asText();
    }

    private JsonNode awaitMoney(Event request, String money) {
        return market.await(job(request), document -> money(document).equals(money));
    }

    /** Waits until so many questions were answered, and what they led to must have been taken in. */
    private void awaitQuestions(Event request, int count) {
        market.await(job(request), document -> questions.get() >= count);
        Event later = market.asked("later");
        market.awaitStatus(later, "requested");
    }

    @Test
    void moneyIsVerifiedOnceTheWalletHasNamedTheKeyThatSignedTheReceipt() {
        names("anna", wallet);
        profile("anna@pay.example");
        Event request = market.asked("translation");
        Event receipt = market.zapped(market.delivered(request), wallet);

        JsonNode job = awaitMoney(request, "verified");

        assertEquals(21_000, job.at("/offers/0/verified_msat").asLong());
        assertEquals(0, job.at("/offers/0/claimed_msat").asLong());
        assertEquals("lnurl", job.path("zap_trust").asText());
        assertEquals(
                4, market.json("/api/v1/zaps/" + receipt.id()).path("level").asInt());
        Event status = market.awaitEvent(
                "{\"kinds\":[30383],\"#d\":[\"" + request.id() + "\"]}",
                event -> event.tags().toString().contains("verified"));
        assertTrue(status.tags().toString().contains("21000"), status.tags().toString());
    }

    @Test
    void moreRecipientsOfOneHostThanItsPaceLetsThroughAreAllVerifiedInTheirTurn() {
        int providers = 9;
        Event request = market.asked("translation");
        for (int i = 0; i < providers; i++) {
            SecretKey provider = TestKeys.key(40 + i);
            names("user" + i, wallet);
            Event result = TestEvents.ofKind(68_002)
                    .by(provider)
                    .at(market.now())
                    .tag("e", request.id().hex())
                    .tag("p", request.pubkey().hex())
                    .build();
            Event zap =
                    TestWallet.request(RunningMarket.CUSTOMER, provider.publicKey(), result.id(), 21_000, market.now());
            Event profile = TestEvents.ofKind(0)
                    .by(provider)
                    .at(market.now())
                    .content("{\"lud16\":\"user" + i + "@pay.example\"}")
                    .build();
            market.publish(profile, result, wallet.receipt(zap, market.now()));
        }

        market.await(job(request), document -> verified(document) == providers);

        assertEquals(providers, questions.get());
    }

    private static int verified(JsonNode document) {
        return (int) StreamSupport.stream(document.path("offers").spliterator(), false)
                .filter(offer -> offer.path("money").asText().equals("verified"))
                .count();
    }

    @Test
    void onlyTheWalletsThatAreListedAreAsked() {
        names("anna", wallet);
        for (String host : List.of("elsewhere.example", "pay.example")) {
            market.close();
            market = RunningMarket.asking(server.network(), ZapTrust.ALLOW_LIST, host);
            profile("anna@pay.example");
            Event request = market.asked("translation");
            market.zapped(market.delivered(request), wallet);
            awaitMoney(request, host.equals("pay.example") ? "verified" : "claimed");
        }
        assertEquals(1, questions.get());
    }

    @Test
    void aWalletThatFailsLeavesItClaimed() {
        answers("anna", 500, "out of order");
        profile("anna@pay.example");
        Event request = market.asked("translation");
        market.zapped(market.delivered(request), wallet);

        awaitQuestions(request, 1);

        assertEquals("claimed", money(market.json(job(request))));
    }

    @Test
    void aWalletThatNamesAnotherKeyLeavesItClaimed() {
        names("anna", new TestWallet(TestKeys.key(91)));
        profile("anna@pay.example");
        Event request = market.asked("translation");
        market.zapped(market.delivered(request), wallet);

        awaitQuestions(request, 1);

        assertEquals("claimed", money(market.json(job(request))));
    }

    @Test
    void aRecipientWithoutAnAddressIsAskedNowhere() {
        profile("nonsense");
        Event request = market.asked("translation");
        market.zapped(market.delivered(request), wallet);
        market.awaitStatus(request, "completed");

        assertEquals("claimed", money(market.json(job(request))));
        assertEquals(0, questions.get());
    }

    @Test
    void aProfileThatNamesAnotherWalletIsFollowedAtOnce() {
        answers("broken", 404, "nobody");
        names("anna", wallet);
        profile("broken@pay.example");
        Event request = market.asked("translation");
        market.zapped(market.delivered(request), wallet);
        awaitQuestions(request, 1);
        assertEquals("claimed", money(market.json(job(request))));

        market.passSecond();
        profile("anna@pay.example");
        awaitMoney(request, "verified");

        assertTrue(market.now() - NOW < PAUSE, "it took " + (market.now() - NOW) + " seconds");
    }

    @Test
    void aNewWalletVerifiesWhatComesNewAndTakesNothingOldAway() {
        TestWallet other = new TestWallet(TestKeys.key(91));
        names("anna", wallet);
        names("second", other);
        profile("anna@pay.example");
        Event first = market.asked("translation");
        market.zapped(market.delivered(first), wallet);
        awaitMoney(first, "verified");

        market.passSecond();
        profile("second@pay.example");
        market.passSecond();
        Event second = market.asked("translation");
        market.zapped(market.delivered(second), other);
        awaitMoney(second, "verified");
        Event third = market.asked("translation");
        market.zapped(market.delivered(third), wallet);
        market.awaitStatus(third, "completed");

        assertEquals("verified", money(market.json(job(first))));
        assertEquals("claimed", money(market.json(job(third))));
    }
}
