package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.MirrorConfig;
import dev.souk.relay.config.MirrorConfig.Direction;
import dev.souk.relay.config.MirrorsConfig;
import dev.souk.relay.config.NegentropyConfig;
import dev.souk.storage.EventCursor;
import dev.souk.storage.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two relays, of which one is kept in step with the other. */
@Timeout(180)
class MirrorIT {
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private final List<RelayFixture> relays = new ArrayList<>();
    private final RelayFixture here = add(RelayFixture.withKey(TestKeys.key(77)));
    private RelayFixture there = add(RelayFixture.start());

    private RelayFixture add(RelayFixture relay) {
        relays.add(relay);
        return relay;
    }

    @AfterEach
    void stop() {
        relays.forEach(RelayFixture::close);
    }

    static MirrorsConfig quick() {
        MirrorsConfig from = MirrorsConfig.DEFAULT;
        return new MirrorsConfig(
                Duration.ofMillis(50),
                Duration.ofMillis(400),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                from.pingInterval(),
                from.maxMessageBytes(),
                from.maxPendingEvents(),
                from.maxUnanswered(),
                from.catchUpInterval(),
                List.of());
    }

    private MirrorConfig of(RelayFixture relay, Direction direction) {
        return new MirrorConfig(
                "other",
                relay.uri(),
                direction,
                List.of(Filter.ALL),
                MirrorConfig.Trust.VERIFY,
                true,
                Optional.empty());
    }

    private static void mirror(RelayFixture relay, MirrorConfig... mirrors) {
        relay.set(config -> config.withMirrors(quick().with(mirrors)));
    }

    private static List<Event> notes(String what, int count) {
        return notes(what, NOW, count);
    }

    private static List<Event> notes(String what, long from, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> note(what + " " + i)
                        .at(from - i)
                        .by(TestKeys.key(1 + i % 3))
                        .build())
                .toList();
    }

    private static void arrives(RelayFixture relay, Event event) {
        Eventually.holds(event + " to arrive", () -> relay.store().contains(event.id()));
    }

    private static void arrive(RelayFixture relay, List<Event> events) {
        Eventually.holds(
                "all of " + events.size() + " to arrive",
                () -> events.stream().allMatch(event -> relay.store().contains(event.id())));
    }

    private static double down(RelayFixture relay, String outcome) {
        return relay.meter("souk_mirror_events_total{direction=\"down\",mirror=\"other\",outcome=\"" + outcome + "\"}");
    }

    private static double up(RelayFixture relay, String outcome) {
        return relay.meter("souk_mirror_events_total{direction=\"up\",mirror=\"other\",outcome=\"" + outcome + "\"}");
    }

    private static long stored(RelayFixture relay) {
        try (Snapshot snapshot = relay.store().snapshot();
                EventCursor cursor = snapshot.find(List.of(Filter.ALL))) {
            long count = 0;
            while (cursor.next().isPresent()) {
                count++;
            }
            return count;
        }
    }

    private static double events(RelayFixture relay) {
        return relay.meter("souk_messages_received_total{verb=\"event\"}");
    }

    private static void hasLookedAtAll(RelayFixture relay) {
        Eventually.holds(
                "all changes are looked at",
                () -> relay.meter("souk_mirror_behind{direction=\"up\",mirror=\"other\"}") == 0);
    }

    private static void connected(RelayFixture relay) {
        Eventually.holds("a connection", () -> relay.meter("souk_mirror_connected{mirror=\"other\"}") == 1);
    }

    @Test
    void fetchesWhatWasThereAndWhatComes() {
        List<Event> old = notes("old", 300);
        there.store().save(old);
        mirror(here, of(there, Direction.DOWN));
        arrive(here, old);
        Event fresh = note("fresh").at(NOW).build();
        there.connect().accepted(fresh);
        arrives(here, fresh);
        Eventually.holds("it is counted", () -> down(here, "kept") == 301);
        Event mine = note("mine").at(NOW).build();
        here.connect().accepted(mine);
        Event last = note("last").at(NOW).build();
        there.connect().accepted(last);
        arrives(here, last);
        assertFalse(there.store().contains(mine.id()), "down is down");
    }

    @Test
    void whatItBringsIsAnnouncedToSubscribersHere() {
        mirror(here, of(there, Direction.DOWN));
        connected(here);
        TestClient reader = here.connect().req("all", "{\"kinds\":[1]}");
        assertTrue(reader.next().startsWith("[\"EOSE\""));
        Event fresh = note("fresh").at(NOW).build();
        there.connect().accepted(fresh);
        assertEquals(fresh, reader.nextEvent("all"));
    }

    @Test
    void sendsWhatWasHereAndWhatComes() {
        List<Event> old = notes("old", 300);
        here.store().save(old);
        mirror(here, of(there, Direction.UP));
        arrive(there, old);
        Event fresh = note("fresh").at(NOW).build();
        here.connect().accepted(fresh);
        arrives(there, fresh);
        Event theirs = note("theirs").at(NOW).build();
        there.connect().accepted(theirs);
        Event last = note("last").at(NOW).build();
        here.connect().accepted(last);
        arrives(there, last);
        assertFalse(here.store().contains(theirs.id()), "up is up");
    }

    @Test
    void bothWaysNothingGoesRoundTwice() {
        List<Event> mine = notes("mine", 100);
        List<Event> theirs = notes("theirs", 100);
        here.store().save(mine);
        there.store().save(theirs);
        mirror(here, of(there, Direction.BOTH));
        mirror(there, of(here, Direction.BOTH));
        arrive(here, theirs);
        arrive(there, mine);
        Event one = note("one").at(NOW).build();
        Event two = note("two").at(NOW).build();
        here.connect().accepted(one);
        there.connect().accepted(two);
        arrives(there, one);
        arrives(here, two);
        Eventually.holds("a note costs the client's message, and at most one each way", () -> {
            double before = events(here) + events(there);
            Event probe = note("probe " + System.nanoTime()).at(NOW - 5).build();
            here.connect().accepted(probe);
            arrives(there, probe);
            return events(here) + events(there) - before <= 3;
        });
        Event last = note("last").at(NOW).build();
        here.connect().accepted(last);
        arrives(there, last);
        assertEquals(stored(here), stored(there));
    }

    @Test
    void aPassingEventDoesNotGoRound() {
        mirror(here, of(there, Direction.BOTH));
        mirror(there, of(here, Direction.BOTH));
        connected(here);
        connected(there);
        TestClient client = there.connect().req("passing", "{\"kinds\":[20001]}");
        assertTrue(client.next().startsWith("[\"EOSE\""));
        Event passing = ofKind(20_001).at(NOW).build();
        client.publish(passing);
        assertTrue(List.of(client.next(), client.next())
                .toString()
                .contains(passing.id().hex()));
        Event last = note("last").at(NOW).build();
        there.connect().accepted(last);
        arrives(here, last);
        client.nothingMore();
        Eventually.holds("it is counted", () -> down(here, "ephemeral") == 1);
    }

    @Test
    void onlyWhatTheFiltersSayIsMirrored() {
        Event reaction = ofKind(7).content("+").at(NOW).build();
        Event talk = note("talk").at(NOW).build();
        Event profile = ofKind(0).at(NOW).build();
        there.store().save(List.of(reaction, talk, profile));
        mirror(
                here,
                of(there, Direction.BOTH)
                        .withFilters(
                                Filter.builder().kinds(7).build(),
                                Filter.builder().kinds(0).build()));
        arrives(here, reaction);
        arrives(here, profile);
        Event mine = note("mine").at(NOW).build();
        Event myReaction = ofKind(7).content("-").at(NOW).build();
        here.connect().accepted(mine, myReaction);
        arrives(there, myReaction);
        assertFalse(here.store().contains(talk.id()));
        assertFalse(there.store().contains(mine.id()));
    }

    @Test
    void aGapIsFoundAfterARestartAndTheRestIsNotFetchedAgain() {
        there.keepPort();
        List<Event> old = notes("old", 400);
        there.store().save(old);
        mirror(here, of(there, Direction.BOTH));
        arrive(here, old);
        hasLookedAtAll(here);
        here.away();
        List<Event> missed = notes("missed", 40);
        there.connect().accepted(missed.toArray(Event[]::new));
        here.back();
        arrive(here, missed);
        connected(here);
        Eventually.holds("they are counted", () -> down(here, "kept") == 40);
        assertEquals(0, down(here, "known"));
        assertEquals(0, up(here, "kept") + up(here, "known"));
    }

    @Test
    void aRelayThatWasAwayGetsWhatItMissed() {
        there.keepPort();
        mirror(here, of(there, Direction.BOTH));
        connected(here);
        there.away();
        List<Event> meanwhile = notes("meanwhile", 20);
        here.connect().accepted(meanwhile.toArray(Event[]::new));
        Eventually.holds(
                "it is missed",
                () -> here.meter("souk_mirror_connections_total{mirror=\"other\",outcome=\"failed\"}") >= 2);
        assertTrue(here.meter("souk_healthy") == 1, "a relay that is away is no trouble");
        there.back();
        arrive(there, meanwhile);
        Event fresh = note("fresh").at(NOW).build();
        there.connect().accepted(fresh);
        arrives(here, fresh);
    }

    @Test
    void deletionsAndRequestsToVanishAreCarriedOver() {
        Event regretted = note("regretted").at(NOW - 10).build();
        Event secret = note("secret").by(TestKeys.bob()).at(NOW - 10).build();
        there.store().save(List.of(regretted, secret));
        mirror(here, of(there, Direction.BOTH));
        arrive(here, List.of(regretted, secret));
        here.connect().accepted(deletionOf(regretted).at(NOW).build());
        Eventually.holds("deleted there", () -> !there.store().contains(regretted.id()));
        there.connect()
                .accepted(ofKind(62)
                        .by(TestKeys.bob())
                        .at(NOW)
                        .tag("relay", "ALL_RELAYS")
                        .build());
        Eventually.holds("vanished here", () -> !here.store().contains(secret.id()));
        assertFalse(here.store().contains(regretted.id()));
    }

    @Test
    void aDeletionThatWasMissedIsCarriedOverAndNotUndone() {
        Event regretted = note("regretted").at(NOW - 10).build();
        there.store().save(List.of(regretted));
        here.store().save(List.of(regretted, deletionOf(regretted).at(NOW).build()));
        mirror(here, of(there, Direction.BOTH));
        Eventually.holds("deleted there", () -> !there.store().contains(regretted.id()));
        assertFalse(here.store().contains(regretted.id()));
    }

    @Test
    void whatItsAuthorProtectsStaysWhereItIs() {
        Event mine = note("mine").at(NOW).tag("-").build();
        Event theirs = note("theirs").at(NOW).tag("-").build();
        Event open = note("with [\"-\" in it").at(NOW).build();
        here.store().save(List.of(mine, open));
        there.store().save(List.of(theirs));
        mirror(here, of(there, Direction.BOTH));
        arrives(there, open);
        Event last = note("last").at(NOW).build();
        there.connect().accepted(last);
        arrives(here, last);
        assertFalse(there.store().contains(mine.id()));
        assertFalse(here.store().contains(theirs.id()));
        assertTrue(up(here, "withheld") >= 1);
        Eventually.holds("it is counted", () -> down(here, "refused") == 1);
    }

    @Test
    void directMessagesGoToNoOtherRelay() {
        Event wrap =
                ofKind(1059).at(NOW).tag("p", TestKeys.bob().publicKey().hex()).build();
        Event last = note("last").at(NOW).build();
        here.store().save(List.of(wrap, last));
        mirror(here, of(there, Direction.UP));
        arrives(there, last);
        Event fresh = note("fresh").at(NOW).build();
        here.connect().accepted(fresh);
        arrives(there, fresh);
        assertFalse(there.store().contains(wrap.id()));
    }

    @Test
    void aForgedEventIsRefusedUnlessTheOtherRelayIsTrusted() {
        Event forged = note("forged").at(NOW).unsigned();
        there.store().save(List.of(forged));
        mirror(here, of(there, Direction.DOWN));
        Eventually.holds("it is refused", () -> down(here, "forged") == 1);
        assertFalse(here.store().contains(forged.id()));
        mirror(here, of(there, Direction.DOWN).trusted());
        arrives(here, forged);
    }

    @Test
    void whatIsTooOldForThisRelayIsNotAskedFor() {
        there.store().save(notes("old", 30));
        here.set(config -> config.withEvents(new EventsConfig(
                config.events().extraKinds(),
                config.events().maxFuture(),
                Duration.ofSeconds(10),
                config.events().minPow())));
        mirror(here, of(there, Direction.DOWN));
        Eventually.holds("the young ones", () -> down(here, "kept") == 11);
        assertEquals(0, down(here, "refused"));
    }

    @Test
    void provesWhoItIsToARelayThatAsks() {
        AuthConfig auth = AuthConfig.DEFAULT;
        there.close();
        relays.remove(there);
        there = add(RelayFixture.withAuth(
                new AuthConfig(AuthConfig.Mode.ALL, auth.relayUrls(), auth.privateKinds(), auth.protectedEvents())));
        List<Event> theirs = notes("theirs", 10);
        there.store().save(theirs);
        List<Event> mine = notes("mine", 10);
        here.store().save(mine);
        mirror(here, of(there, Direction.BOTH));
        arrive(here, theirs);
        arrive(there, mine);
    }

    @Test
    void takesItsEventsThoughThisRelayAsksForProofsToPublish() {
        AuthConfig auth = AuthConfig.DEFAULT;
        here.set(config -> config.withAuth(
                new AuthConfig(AuthConfig.Mode.ALL, auth.relayUrls(), auth.privateKinds(), auth.protectedEvents())));
        List<Event> theirs = notes("theirs", 10);
        there.store().save(theirs);
        mirror(here, of(there, Direction.DOWN));
        arrive(here, theirs);
    }

    @Test
    void goesByPagesWhereTheOtherRelayDoesNotReconcile() {
        there.close();
        relays.remove(there);
        NegentropyConfig from = NegentropyConfig.DEFAULT;
        there = add(RelayFixture.start(config -> config.withNegentropy(new NegentropyConfig(
                false,
                from.filters(),
                from.maxSessions(),
                from.maxItems(),
                from.maxTotalItems(),
                from.maxMessageBytes(),
                from.timeout()))));
        there.keepPort();
        List<Event> theirs = notes("theirs", NOW - 10_000, 1_300);
        there.store().save(theirs);
        List<Event> mine = notes("mine", NOW - 10_000, 50);
        here.store().save(mine);
        mirror(here, of(there, Direction.BOTH));
        arrive(here, theirs);
        arrive(there, mine);
        Eventually.holds("all is sent", () -> up(here, "kept") == 50);
        hasLookedAtAll(here);
        here.away();
        there.setClock(RelayFixture.START.plusSeconds(20_000));
        here.setClock(RelayFixture.START.plusSeconds(20_000));
        Event missed = note("missed").at(NOW + 20_000).build();
        there.connect().accepted(missed);
        here.back();
        arrives(here, missed);
        assertTrue(down(here, "known") < 100, "not all is fetched again: " + down(here, "known"));
        assertTrue(up(here, "known") < 60, "not all is sent again: " + up(here, "known"));
    }

    @Test
    void goesByPagesWhereTooManyEventsWouldHaveToBeCollected() {
        NegentropyConfig from = NegentropyConfig.DEFAULT;
        here.set(config -> config.withNegentropy(new NegentropyConfig(
                from.enabled(),
                from.filters(),
                from.maxSessions(),
                10,
                from.maxTotalItems(),
                from.maxMessageBytes(),
                from.timeout())));
        List<Event> mine = notes("mine", 30);
        List<Event> theirs = notes("theirs", 30);
        here.store().save(mine);
        there.store().save(theirs);
        mirror(
                here,
                of(there, Direction.BOTH).withFilters(Filter.builder().kinds(1).build()));
        arrive(here, theirs);
        arrive(there, mine);
    }

    @Test
    void withoutCatchingUpOnlyWhatIsNewComes() {
        List<Event> old = notes("old", 10);
        there.store().save(old);
        mirror(here, of(there, Direction.BOTH).withoutCatchUp());
        connected(here);
        Event fresh = note("fresh").at(NOW).build();
        Eventually.holds("subscribed", () -> there.meter("souk_subscriptions") == 1);
        there.connect().accepted(fresh);
        arrives(here, fresh);
        assertFalse(here.store().contains(old.get(5).id()));
    }

    @Test
    void settingsChangeWhileItRuns() {
        mirror(here, of(there, Direction.DOWN));
        connected(here);
        RelayFixture third = add(RelayFixture.start());
        MirrorConfig more = MirrorConfig.of(third.uri(), Direction.UP);
        mirror(here, of(there, Direction.BOTH), more);
        Event mine = note("mine").at(NOW).build();
        here.connect().accepted(mine);
        arrives(there, mine);
        arrives(third, mine);
        mirror(here);
        Eventually.holds(
                "both are gone", () -> there.meter("souk_connections") == 0 && third.meter("souk_connections") == 0);
    }
}
