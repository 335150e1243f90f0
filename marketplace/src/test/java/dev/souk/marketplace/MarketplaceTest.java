package dev.souk.marketplace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.protocol.json.EventReader;
import dev.souk.storage.Removal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    /** What the relay signed of this kind, as far as it is stored. */
    private List<Event> signed(int kind) {
        Filter filter = Filter.builder().kinds(kind).authors(SELF.publicKey()).build();
        return relay.query(List.of(filter), 1_000).stream()
                .map(found -> EventReader.read(found.json()))
                .toList();
    }

    private Optional<Event> signed(int kind, Bytes32 d) {
        return signed(kind).stream()
                .filter(event -> event.firstValue("d").equals(Optional.of(d.hex())))
                .findFirst();
    }

    /** What the signed event of a job says. */
    private Optional<String> status(Event request) {
        return signed(30_383, request.id()).flatMap(event -> event.firstValue("s"));
    }

    /** So long that everything that is due is published, and noted as such. */
    private void secondsPass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            relay.setClock(relay.clock().instant().plusSeconds(1));
            relay.turn();
        }
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

    /** What the signed event of a job says that it waits for. */
    private Optional<String> blocker(Event request) {
        return signed(30_383, request.id()).flatMap(event -> event.firstValue("blocked_by"));
    }

    private Event requestAfter(Bytes32 needed) {
        return stored(TestEvents.ofKind(68_001)
                .by(TestKeys.key(11))
                .tag("j", "summary")
                .tag("input", needed.hex(), "job"));
    }

    @Test
    void aJobNoLongerWaitsForOneThatIsCancelledAndDeliveredAllTheSame() {
        market.start(relay);
        Event first = request("translation");
        Event second = requestAfter(first.id());
        stored(TestEvents.deletionOf(first).by(TestKeys.key(10)));
        secondsPass(2);
        assertEquals(Optional.of(first.id().hex()), blocker(second));

        stored(result(first));
        secondsPass(2);

        assertEquals(Optional.of("cancelled"), status(first));
        assertEquals(Optional.empty(), blocker(second));
    }

    @Test
    void aJobNoLongerWaitsForOneOfWhichOnlyTheResultWasSeen() {
        market.start(relay);
        Event first = TestEvents.ofKind(68_001)
                .by(TestKeys.key(10))
                .tag("j", "translation")
                .at(NOW)
                .build();
        Event second = requestAfter(first.id());
        secondsPass(2);
        assertEquals(Optional.of(first.id().hex()), blocker(second));

        Event result = stored(result(first));
        secondsPass(2);
        assertEquals(Optional.empty(), blocker(second));

        stored(TestEvents.deletionOf(result).by(TestKeys.key(20)));
        secondsPass(2);
        assertEquals(Optional.of(first.id().hex()), blocker(second));
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
    void whatTheRelaySignedOfACustomerIsTakenBackWhenItVanishes() {
        market.start(relay);
        Event request = request("translation");
        stored(result(request));
        secondsPass(20);
        assertTrue(signed(30_382, request.pubkey()).isPresent());

        stored(TestEvents.ofKind(62).by(TestKeys.key(10)).tag("relay", "ALL_RELAYS"));
        secondsPass(20);

        assertEquals(List.of(), signed(30_383));
        assertEquals(List.of(), signed(30_382));
        assertEquals(
                Set.of(
                        "30383:" + SELF.publicKey() + ":" + request.id(),
                        "30382:" + SELF.publicKey() + ":" + TestKeys.key(10).publicKey(),
                        "30382:" + SELF.publicKey() + ":" + TestKeys.key(20).publicKey()),
                signed(5).stream()
                        .map(deletion -> deletion.firstValue("a").orElseThrow())
                        .collect(Collectors.toSet()));
        assertEquals(3, signed(5).size(), "each is taken back once");
    }

    @Test
    void aRequestThatTheOperatorBansAndLetsInAgainLosesItsStatusAndGetsANewOne() {
        market.start(relay);
        Event request = request("translation");
        secondsPass(2);
        relay.store().remove(Set.of(request.id()), Removal.MODERATED);
        secondsPass(2);
        assertEquals(Optional.empty(), status(request));

        relay.store().save(List.of(request));
        secondsPass(2);

        assertEquals(Optional.of("requested"), status(request));
    }

    @Test
    void aRequestOfABannedCustomerDoesNotComeBackInsideAnAnswer() {
        market.start(relay);
        Event request = TestEvents.ofKind(68_001)
                .by(TestKeys.key(10))
                .tag("j", "x")
                .at(NOW)
                .build();
        relay.ban(request.pubkey());
        stored(result(request).tag("request", new String(request.json(), StandardCharsets.UTF_8)));
        secondsPass(2);

        assertEquals(Optional.empty(), status(request));
    }

    @Test
    void theLastMonthOfPeopleMovesOnThoughTheyAreSilentAndTheRelaySleepsOverMidnight() {
        int people = 300;
        market.start(relay);
        IntStream.range(0, people)
                .forEach(i -> stored(
                        TestEvents.ofKind(68_001).by(TestKeys.key(1_000 + i)).tag("j", "translation")));
        secondsPass(20);
        // Nothing happens to the jobs any more after that.
        relay.setClock(Instant.ofEpochSecond(NOW).plus(Duration.ofDays(8)));
        secondsPass(20);
        assertEquals(people, withRequests("1"));

        relay.setClock(Instant.ofEpochSecond(NOW).plus(Duration.ofDays(40)));
        secondsPass(20);

        assertEquals(people, withRequests("0"));
    }

    /** How many asked for so many jobs in the last month, as their profiles say. */
    private long withRequests(String number) {
        return signed(30_382).stream()
                .filter(profile -> profile.firstValue("requests").equals(Optional.of(number)))
                .count();
    }

    @Test
    void onlyWhatMeansSomethingToTheMarketIsKeptForIt() {
        assertTrue(market.mustSee(68_002));
        assertTrue(market.mustSee(9_735));
        assertFalse(market.mustSee(1));
        assertFalse(market.mustSee(30_383));
    }
}
