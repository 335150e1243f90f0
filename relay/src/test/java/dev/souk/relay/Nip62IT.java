package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-62: who asks to vanish is gone, and stays gone. */
@Nip(
        works = "a request to vanish that names this relay (`auth.relay_urls`) or all: everything of the key up to "
                + "then goes, deletions and wraps for it included, and stays out")
class Nip62IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private RelayFixture relay =
            RelayFixture.withAuth(new AuthConfig(Mode.OPTIONAL, List.of("wss://relay.example.com/"), Set.of(), true));

    @AfterEach
    void stops() {
        relay.close();
    }

    private static Event wish(String url) {
        return ofKind(62).by(ALICE).at(NOW).tag("relay", url).build();
    }

    private static Event old(String content) {
        return note(content).by(ALICE).at(NOW - 10).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALL_RELAYS", "wss://relay.example.com", "WSS://Relay.Example.COM:443/"})
    void everythingOfTheKeyIsGoneBeforeTheAnswer(String url) {
        TestClient client = relay.connect();
        Event deletion =
                ofKind(5).by(ALICE).at(NOW - 5).tag("e", old("x").id().hex()).build();
        Event wrap = ofKind(1_059)
                .by(TestKeys.key(9))
                .at(NOW - 5)
                .tag("p", ALICE.publicKey().hex())
                .build();
        Event other = note("of another").by(BOB).at(NOW - 1).build();
        Event newer = note("newer").by(ALICE).at(NOW + 1).build();
        client.accepted(old("a"), old("b"), deletion, wrap, other, newer);
        Event wish = wish(url);
        client.accepted(wish);
        assertEquals(List.of(newer, wish, other), client.stored("{}"));
        client.refused(old("a"), "blocked");
        client.refused(wrap, "blocked");
        relay.restart();
        relay.connect().refused(old("never seen"), "blocked");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"all_relays", "wss://other.example.com", "wss://relay.example.com/path", "relay.example.com", ""
            })
    void aRequestToOthersIsAnEventLikeAnyOther(String url) {
        TestClient client = relay.connect();
        client.accepted(old("a"), wish(url));
        assertEquals(2, client.stored("{}").size());
        client.accepted(old("b"));
    }

    @Test
    void itCannotBeDeleted() {
        TestClient client = relay.connect();
        Event wish = wish("ALL_RELAYS");
        client.accepted(
                wish, ofKind(5).by(ALICE).at(NOW + 1).tag("e", wish.id().hex()).build());
        client.refused(old("a"), "blocked");
        assertEquals(List.of(wish), client.stored("{\"kinds\":[62]}"));
    }

    @Test
    void itIsFollowedEvenFromWhoMayNotPublish() {
        relay.close();
        relay = RelayFixture.withAuth(new AuthConfig(Mode.WRITE, List.of(), Set.of(), true));
        TestClient stranger = relay.connect();
        stranger.refused(old("a"), "auth-required");
        stranger.accepted(wish("ALL_RELAYS"));
        TestClient bob = relay.connect();
        bob.authenticate(BOB);
        bob.refused(old("a"), "blocked");
    }

    @Test
    void liveSubscriptionsGoOn() {
        TestClient reader = relay.connect();
        reader.subscribe("live", "{}");
        Event old = old("a");
        Event wish = wish("ALL_RELAYS");
        relay.connect().accepted(old, wish);
        assertEquals(old, reader.nextEvent("live"));
        assertEquals(wish, reader.nextEvent("live"));
        reader.nothingMore();
    }
}
