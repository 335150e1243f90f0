package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.InfoConfig;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.config.WriteRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings that change while clients are there. */
class ReloadIT {
    private static final String HOME = "198.51.100.1";

    private final RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stop() {
        relay.close();
    }

    private static Event note(int number) {
        return TestEvents.ofKind(1)
                .at(RelayFixture.START.getEpochSecond() - number)
                .content("note " + number)
                .build();
    }

    private void auth(AuthConfig.Mode mode) {
        relay.set(config -> config.withAuth(new AuthConfig(mode, List.of(), Set.of(4), true)));
    }

    private void events(EventsConfig events) {
        relay.set(config -> config.withEvents(events));
    }

    @Test
    void anOpenConnectionIsHeldToTheNewLimits() {
        TestClient client = relay.connect();
        client.accepted(note(1), note(2), note(3));
        assertEquals(3, client.stored("{}").size());
        relay.set(config -> config.withLimits(new TestLimits()
                .maxLimit(2)
                .defaultLimit(2)
                .maxContentCharacters(3)
                .build()));
        assertEquals(2, client.stored("{}").size());
        client.refused(note(4), "invalid");
    }

    @Test
    void theInformationDocumentSaysWhatHoldsNow() {
        String before = relay.information();
        assertTrue(before.contains("\"name\":\"Souk\""), before);
        relay.set(
                config -> config.withLimits(new TestLimits().maxSubscriptions(7).build())
                        .withInfo(new InfoConfig(
                                "Elsewhere",
                                "It has moved.",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))
                        .withEvents(new EventsConfig(List.of(), Duration.ofMinutes(1), Duration.ZERO, 9)));
        String after = relay.information();
        assertTrue(after.contains("\"name\":\"Elsewhere\""), after);
        assertTrue(after.contains("\"max_subscriptions\":7"), after);
        assertTrue(after.contains("\"created_at_upper_limit\":60"), after);
        assertTrue(after.contains("\"min_pow_difficulty\":9"), after);
        assertTrue(after.contains("[1,4,9,11,13,"), after);
    }

    @Test
    void whatIsAcceptedFollowsTheEventsSection() {
        TestClient client = relay.connect();
        Event far = TestEvents.ofKind(80_000)
                .at(RelayFixture.START.getEpochSecond())
                .build();
        client.refused(far, "invalid");
        events(new EventsConfig(List.of(new KindRange(80_000, 80_000)), Duration.ofMinutes(15), Duration.ZERO, 0));
        client.accepted(far);
        events(new EventsConfig(List.of(), Duration.ofMinutes(15), Duration.ofMinutes(10), 0));
        client.refused(note(3_600), "invalid");
        events(new EventsConfig(List.of(), Duration.ofMinutes(15), Duration.ZERO, 40));
        client.refused(note(5), "pow");
        events(new EventsConfig(List.of(), Duration.ofMinutes(15), Duration.ZERO, 0));
        client.accepted(note(5));
    }

    @Test
    void whoMustProveHimselfFollowsAndIsGivenAChallengeFirst() {
        auth(AuthConfig.Mode.OFF);
        TestClient client = relay.connect();
        client.accepted(note(1));
        auth(AuthConfig.Mode.ALL);
        client.refused(note(2), "auth-required");
        client.authenticate(TestKeys.key(1));
        client.accepted(note(2));
        assertEquals(2, client.stored("{\"kinds\":[1]}").size());
        auth(AuthConfig.Mode.OFF);
        relay.connect().accepted(note(3));
    }

    @Test
    void somebodyNewMayManageTheRelay() {
        assertFalse(relay.information().contains(",86,"), relay.information());
        relay.set(config -> config.withMembers(
                config.members().withOperators(Set.of(TestKeys.key(5).publicKey()))));
        assertTrue(relay.information().contains(",86,"), relay.information());
    }

    @Test
    void whatMayBePublishedFollowsTheWriteSection() {
        TestClient client = relay.connectFrom(HOME);
        client.accepted(note(1), note(2));
        relay.set(config -> config.withWrite(new TestWrite().addressRate(1).build()));
        client.accepted(note(3));
        client.refused(note(4), "rate-limited");
        relay.set(config -> config.withWrite(
                new TestWrite().addressRate(1).logOnly(WriteRule.ADDRESS_RATE).build()));
        client.accepted(note(4), note(5));
        relay.set(config -> config.withWrite(new TestWrite().minPow(1, 40).build()));
        client.refused(note(6), "pow");
    }

    @Test
    void whatMayBeReadFollowsTheReadSection() {
        TestClient client = relay.connectFrom(HOME);
        client.accepted(note(1));
        relay.set(config -> config.withRead(
                new TestRead().anonymousRows(10).connectionRate(1).build()));
        client.req("more than there is", "{\"kinds\":[1]}");
        Eventually.holds("it is answered", () -> client.next().startsWith("[\"EOSE\""));
        String refusal = client.req("q", "{\"kinds\":[1]}").next();
        assertTrue(refusal.startsWith("[\"CLOSED\",\"q\",\"rate-limited: "), refusal);
        relay.connectFrom(HOME);
        assertThrows(CompletionException.class, () -> relay.connectFrom(HOME));
        relay.set(config -> config.withRead(new TestRead().build()));
        assertEquals(1, client.stored("{\"kinds\":[1]}").size());
        relay.connectFrom(HOME);
    }
}
