package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.AuthConfig;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NIP-70: protected events come from their author or not at all. */
@Nip(works = "protected events come from their proven author or not at all; reposts that hold one are refused")
class Nip70IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final Event SECRET =
            note("for this relay").by(ALICE).tag("-").build();

    private RelayFixture relay = RelayFixture.start();

    @AfterEach
    void stops() {
        relay.close();
    }

    private TestClient connect(SecretKey key) {
        TestClient client = relay.connect();
        client.authenticate(key);
        return client;
    }

    @Test
    void aStrangerMayNotPublishIt() {
        relay.connect().refused(SECRET, "auth-required");
        connect(BOB).refused(SECRET, "restricted");
        assertEquals(List.of(), relay.connect().stored("{}"));
    }

    @Test
    void itsAuthorMayPublishIt() {
        connect(ALICE).accepted(SECRET);
        assertEquals(List.of(SECRET), relay.connect().stored("{}"));
    }

    @Test
    void nobodyMayRepostIt() {
        String spaced = TestClient.json(SECRET).replace("[\"-\"]", "[ \"\\u002d\" ]");
        for (String content : List.of(TestClient.json(SECRET), spaced)) {
            connect(ALICE).refused(ofKind(6).by(BOB).content(content).build(), "blocked");
            connect(ALICE).refused(ofKind(16).by(BOB).content(content).build(), "blocked");
        }
    }

    @Test
    void othersMayBeReposted() {
        Event plain = note("[\"-\"]").by(ALICE).build();
        relay.connect()
                .accepted(
                        ofKind(6).by(BOB).content(TestClient.json(plain)).build(),
                        ofKind(6).by(BOB).content("").build(),
                        ofKind(6).by(BOB).content("{[\"-\"]").build());
    }

    @Test
    void theOperatorMayRefuseAllOfThem() {
        relay.close();
        relay = RelayFixture.withAuth(new AuthConfig(AuthConfig.Mode.OPTIONAL, List.of(), Set.of(), false));
        connect(ALICE).refused(SECRET, "blocked");
    }
}
