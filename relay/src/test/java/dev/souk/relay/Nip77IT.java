package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.NegentropyConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-77: sets are reconciled, within limits; for what is no message see {@link Nip77HostileIT}. */
@Nip(
        works = "negentropy: sums are kept in the store for all events and for filters of your choice, so that sets "
                + "of any size are reconciled in milliseconds; other filters up to `negentropy.max_items`. `souk sync` "
                + "is the other side")
class Nip77IT {
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final NegentropyConfig SMALL = new NegentropyConfig(
            true,
            List.of(Filter.ALL, Filter.builder().kinds(7).build()),
            2,
            20,
            100_000,
            20_000,
            Duration.ofMinutes(2));

    private final List<RelayFixture> relays = new ArrayList<>();

    @AfterEach
    void stop() {
        relays.forEach(RelayFixture::close);
    }

    private RelayFixture relay(NegentropyConfig config) {
        RelayFixture relay = RelayFixture.start(all -> all.withNegentropy(config));
        relays.add(relay);
        return relay;
    }

    private RelayFixture relay() {
        return relay(NegentropyConfig.DEFAULT);
    }

    private static List<Event> notes(int count, long newest) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        note("note " + i + " of " + count).at(newest - i / 3).unsigned())
                .toList();
    }

    private static Set<Bytes32> ids(Event... events) {
        return ids(List.of(events));
    }

    private static Set<Bytes32> ids(List<Event> events) {
        return events.stream().map(Event::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String open(String filter, String message) {
        return "[\"NEG-OPEN\",\"n\"," + filter + ",\"" + message + "\"]";
    }

    private static void assertRefused(String reason, String answer) {
        assertTrue(answer.startsWith("[\"NEG-ERR\",\"n\",\"" + reason), answer);
    }

    /** A filter that has stored sums, one that has its own, and one that is collected. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"kinds\":[1]}",
                "{\"since\":1,\"until\":1800000000}",
                "{\"authors\":[\"\"],\"kinds\":[1]}"
            })
    void findsOutWhatEachSideLacks(String template) {
        RelayFixture relay = relay();
        List<Event> all = notes(5_000, NOW);
        relay.store().save(all.subList(0, 4_900));
        String filter = template.replace("\"\"", "\"" + all.getFirst().pubkey() + "\"");
        NegentropyTalk talk = NegentropyTalk.hold(relay.connect(), filter, all.subList(70, 5_000));
        assertEquals(ids(all.subList(4_900, 5_000)), talk.have);
        assertEquals(ids(all.subList(0, 70)), talk.need);
    }

    @Test
    void knowsWhatWasStoredBeforeTheQuestion() {
        RelayFixture relay = relay();
        TestClient client = relay.connect();
        List<Event> mine = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Event event = note("fresh " + i).at(NOW - i).build();
            client.accepted(event);
            mine.add(event);
            NegentropyTalk talk = NegentropyTalk.hold(client, "{}", mine);
            assertEquals(Set.of(), talk.have);
            assertEquals(Set.of(), talk.need);
        }
    }

    @Test
    void takesSinceAndUntilInclusively() {
        RelayFixture relay = relay();
        TestClient client = relay.connect();
        Event first = note("first").at(100).build();
        Event second = note("second").at(200).build();
        Event third = note("third").at(300).build();
        client.accepted(first, second, third);
        for (String more : List.of("", ",\"kinds\":[1]")) {
            assertEquals(ids(second, third), need(client, "{\"since\":200" + more + "}"));
            assertEquals(ids(first, second), need(client, "{\"until\":200" + more + "}"));
            assertEquals(ids(second), need(client, "{\"since\":200,\"until\":200" + more + "}"));
            assertEquals(ids(), need(client, "{\"since\":201,\"until\":200" + more + "}"));
            assertEquals(ids(), need(client, "{\"until\":-1" + more + "}"));
            assertEquals(
                    ids(first, second, third),
                    need(client, "{\"since\":-1,\"until\":9223372036854775807" + more + "}"));
        }
    }

    private static Set<Bytes32> need(TestClient client, String filter) {
        return NegentropyTalk.hold(client, filter, List.of()).need;
    }

    @Test
    void countsALimitNewestFirst() {
        TestClient client = relay().connect();
        Event old = note("old").at(100).build();
        Event latest = note("new").at(200).build();
        client.accepted(old, latest);
        assertEquals(ids(latest), need(client, "{\"limit\":1}"));
        assertEquals(ids(), need(client, "{\"limit\":0}"));
    }

    @Test
    void showsPrivateEventsOnlyToThoseTheyConcern() {
        RelayFixture relay = relay();
        TestClient alice = relay.connect();
        Event wrap = ofKind(1_059)
                .by(TestKeys.key(9))
                .tag("p", BOB.publicKey().hex())
                .build();
        Event message = ofKind(4).by(ALICE).tag("p", BOB.publicKey().hex()).build();
        Event other = ofKind(4)
                .by(TestKeys.key(9))
                .tag("p", ALICE.publicKey().hex())
                .at(NOW - 5)
                .build();
        Event open = note("open").by(BOB).build();
        alice.accepted(wrap, message, other, open);
        assertEquals(ids(open), need(alice, "{}"));
        assertEquals(ids(open), need(alice, "{\"kinds\":[1,4,1059]}"));
        assertRefused(
                "auth-required: ",
                alice.send(open("{\"kinds\":[4]}", NegentropyTalk.nothing())).next());
        TestClient bob = relay.connect();
        bob.authenticate(BOB);
        assertEquals(ids(wrap, message, open), need(bob, "{}"));
        assertEquals(ids(wrap, message), need(bob, "{\"kinds\":[4,1059]}"));
        assertEquals(ids(wrap, message, open), need(bob, "{\"kinds\":[1,4,1059]}"));
        assertEquals(ids(), need(bob, "{\"since\":" + (NOW + 1) + "}"));
    }

    @Test
    void answersNobodyUnknownWhereProofIsNeededToRead() {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.READ, List.of(), Set.of(4), true);
        RelayFixture relay = RelayFixture.withAuth(auth);
        relays.add(relay);
        TestClient client = relay.connect();
        client.accepted(note("note").build());
        assertRefused(
                "auth-required: ",
                client.send(open("{}", NegentropyTalk.nothing())).next());
        client.authenticate(BOB);
        assertEquals(1, need(client, "{}").size());
    }

    @Test
    void leavesOutWhatHasExpiredWasDeletedOrHasVanished() {
        RelayFixture relay = relay();
        TestClient client = relay.connect();
        Event expiring =
                note("expiring").tag("expiration", Long.toString(NOW + 10)).build();
        Event gone = note("gone").build();
        Event replaced = ofKind(0).at(NOW - 1).build();
        Event profile = ofKind(0).at(NOW).build();
        Event vanished = note("vanished").by(BOB).at(NOW - 10).build();
        Event kept = note("kept").build();
        client.accepted(expiring, gone, replaced, profile, vanished, kept);
        assertEquals(ids(expiring, gone, profile, vanished, kept), need(client, "{}"));
        Event deletion = ofKind(5).tag("e", gone.id().hex()).build();
        Event vanishing = ofKind(62).by(BOB).tag("relay", "ALL_RELAYS").build();
        client.accepted(deletion, vanishing);
        relay.setClock(RelayFixture.START.plusSeconds(10));
        Set<Bytes32> left = ids(profile, kept, deletion, vanishing);
        assertEquals(left, need(client, "{}"));
        assertEquals(left, need(client, "{\"kinds\":[0,1,5,62]}"));
        relay.restart();
        assertEquals(left, need(relay.connect(), "{}"));
    }

    @Test
    void leavesOutManyExpiredEventsBeforeTheyAreSwept() {
        RelayFixture relay = relay();
        List<Event> expiring = IntStream.range(0, 3_000)
                .mapToObj(i -> note("" + i)
                        .tag("expiration", Long.toString(NOW + 10))
                        .at(NOW - i)
                        .unsigned())
                .toList();
        relay.store().save(expiring);
        TestClient client = relay.connect();
        assertEquals(3_000, need(client, "{}").size());
        relay.setClock(RelayFixture.START.plusSeconds(10));
        assertEquals(ids(), need(client, "{}"));
        assertEquals(ids(), need(client, "{\"kinds\":[1]}"));
    }

    @Test
    void keepsSumsForConfiguredFiltersAndMakesThemAnewWhenTheseChange() {
        RelayFixture relay = relay(SMALL);
        List<Event> notes = notes(30, NOW);
        relay.store().save(notes);
        Event reaction = ofKind(7).build();
        TestClient client = relay.connect();
        client.accepted(reaction);
        assertEquals(ids(reaction), need(client, "{\"kinds\":[7]}"));
        assertEquals(31, need(client, "{}").size());
        relay.restart();
        assertEquals(ids(reaction), need(relay.connect(), "{\"kinds\":[7]}"));
    }

    @Test
    void refusesWhatIsTooBigAndSaysHowMuchIsNot() {
        RelayFixture relay = relay(SMALL);
        List<Event> notes = notes(21, NOW);
        TestClient client = relay.connect();
        relay.store().save(notes.subList(0, 20));
        assertEquals(20, need(client, "{\"kinds\":[1]}").size());
        relay.store().save(notes);
        String answer =
                client.send(open("{\"kinds\":[1]}", NegentropyTalk.nothing())).next();
        assertRefused("blocked: ", answer);
        assertTrue(answer.endsWith(",20]"), answer);
        assertEquals(21, need(client, "{}").size());
        assertEquals(20, need(client, "{\"kinds\":[1],\"limit\":20}").size());
    }

    @Test
    void refusesWhatIsTooMuchForAllTogether() {
        NegentropyConfig tight = new NegentropyConfig(true, List.of(), 3, 2_000, 2_048, 20_000, Duration.ofMinutes(2));
        RelayFixture relay = relay(tight);
        relay.store().save(notes(1_500, NOW));
        TestClient client = relay.connect();
        String first = client.send(open("{}", NegentropyTalk.nothing())).next();
        assertTrue(first.startsWith("[\"NEG-MSG\",\"n\",\"61"), first);
        TestClient other = relay.connect();
        assertRefused(
                "error: ", other.send(open("{}", NegentropyTalk.nothing())).next());
        client.send("[\"NEG-CLOSE\",\"n\"]");
        client.nothingMore();
        assertEquals(1_500, need(other, "{}").size());
        client.nothingMore();
        other.nothingMore();
        assertEquals(0.0, relay.meter("souk_negentropy_sessions"));
        assertEquals(0.0, relay.meter("souk_negentropy_items"));
    }

    @Test
    void givesBackWhatAConnectionHeldThatHasGone() {
        RelayFixture relay = relay();
        relay.store().save(notes(1_500, NOW));
        TestClient client = relay.connect();
        client.send(open("{\"kinds\":[1]}", NegentropyTalk.nothing())).next();
        assertTrue(relay.meter("souk_negentropy_items") >= 1_500);
        client.close();
        Eventually.holds("nothing is held", () -> relay.meter("souk_negentropy_items") == 0);
    }

    @Test
    void allowsSoManyAtOnceAndReplacesWhatIsOpenUnderTheId() {
        TestClient client = relay(SMALL).connect();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    "[\"NEG-MSG\",\"n\",\"6100000200\"]",
                    client.send(open("{}", NegentropyTalk.nothing())).next());
        }
        String second = open("{}", NegentropyTalk.nothing()).replace("\"n\"", "\"m\"");
        assertEquals("[\"NEG-MSG\",\"m\",\"6100000200\"]", client.send(second).next());
        String third = client.send(second.replace("\"m\"", "\"o\"")).next();
        assertTrue(third.startsWith("[\"NEG-ERR\",\"o\",\"rate-limited: "), third);
        client.send("[\"NEG-CLOSE\",\"m\"]");
        assertEquals(
                "[\"NEG-MSG\",\"o\",\"6100000200\"]",
                client.send(second.replace("\"m\"", "\"o\"")).next());
    }

    @Test
    void hasIdsOfItsOwn() {
        TestClient client = relay().connect();
        client.subscribe("n", "{}");
        assertEquals(
                "[\"NEG-MSG\",\"n\",\"6100000200\"]",
                client.send(open("{}", NegentropyTalk.nothing())).next());
        client.send("[\"CLOSE\",\"n\"]");
        assertEquals(
                "[\"NEG-MSG\",\"n\",\"61\"]",
                client.send("[\"NEG-MSG\",\"n\",\"61\"]").next());
        client.subscribe("n", "{}");
        client.send("[\"NEG-CLOSE\",\"n\"]");
        Event live = note("live").build();
        client.publish(live);
        String both = client.next() + client.next();
        assertTrue(both.contains("[\"EVENT\",\"n\","), both);
    }

    @Test
    void saysSoWhenItIsOff() {
        NegentropyConfig off = new NegentropyConfig(false, List.of(), 1, 1, 1, 20_000, Duration.ofMinutes(1));
        RelayFixture relay = relay(off);
        assertRefused("unsupported: ", relay.connect().send(open("{}", "61")).next());
        assertTrue(!relay.information().contains("77"), relay.information());
    }

    @Test
    void staysWithinTheFrame() {
        RelayFixture relay = relay(SMALL);
        List<Event> notes = notes(3_000, NOW);
        relay.store().save(notes);
        NegentropyTalk talk = NegentropyTalk.hold(relay.connect(), "{}", List.of());
        assertEquals(ids(notes), talk.need);
        assertTrue(talk.longestMessage <= 20_000 && talk.longestMessage > 15_000, "" + talk.longestMessage);
        assertTrue(talk.roundTrips > 5, "" + talk.roundTrips);
    }

    @Test
    void isAdvertised() {
        assertTrue(relay().information().contains(",77"), "77 is not among the NIPs");
    }
}
