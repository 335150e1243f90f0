package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.ListsConfig;
import dev.souk.relay.lists.ListException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's lists: what each refuses, and that they are read again when they change. */
class ListsIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();

    @TempDir
    private Path folder = Path.of("");

    private final List<RelayFixture> relays = new ArrayList<>();
    private int number;

    @AfterEach
    void stops() {
        relays.forEach(RelayFixture::close);
    }

    private void list(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name + ".txt"), List.of(lines));
    }

    /** Without limits on writing: who waits for a list to count publishes more than they allow, and the clock stands still. */
    private RelayFixture relay() {
        RelayFixture relay =
                RelayFixture.start(config -> config.withLists(new ListsConfig(Optional.of(folder), 100, List.of()))
                        .withWrite(new TestWrite().build()));
        relays.add(relay);
        return relay;
    }

    private Event fresh(SecretKey author) {
        return note("note " + number++).by(author).build();
    }

    @Test
    void whoseKeyIsDeniedPublishesNothing() throws IOException {
        list("deny-pubkeys", "# spammers", "", ALICE.publicKey().hex() + " # the worst");
        TestClient client = relay().connect();
        client.refused(fresh(ALICE), "blocked");
        client.accepted(fresh(BOB));
    }

    @Test
    void whereKeysAreAllowedNobodyElsePublishesExceptToThem() throws IOException {
        list("allow-pubkeys", "npub10xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpkge6d");
        TestClient client = relay().connect();
        client.accepted(fresh(ALICE));
        client.refused(fresh(BOB), "restricted");
        client.accepted(ofKind(1_059).by(BOB).tag("p", ALICE.publicKey().hex()).build());
        client.refused(ofKind(1_059).by(BOB).tag("p", BOB.publicKey().hex()).build(), "restricted");
    }

    @Test
    void kindsAreDeniedOneByOneAndInRanges() throws IOException {
        list("deny-kinds", "7", "30000-39999", "35000-36000");
        TestClient client = relay().connect();
        client.refused(ofKind(7).content("+").build(), "blocked");
        client.refused(ofKind(39_999).tag("d", "").build(), "blocked");
        client.accepted(fresh(ALICE), ofKind(8).build());
    }

    @Test
    void whereKindsAreAllowedNoOtherIsTaken() throws IOException {
        list("allow-kinds", "0-3");
        TestClient client = relay().connect();
        client.accepted(fresh(ALICE));
        client.refused(ofKind(4).build(), "blocked");
    }

    @Test
    void deniedAddressesPublishNothingAndMayRead() throws IOException {
        list("deny-addresses", "198.51.100.0/24", "2001:db8::/32");
        RelayFixture relay = relay();
        relay.connectFrom("198.51.100.7").refused(fresh(ALICE), "blocked");
        relay.connectFrom("2001:db8::7").refused(fresh(ALICE), "blocked");
        relay.connectFrom("203.0.113.7").accepted(fresh(ALICE));
        assertTrue(relay.connectFrom("198.51.100.7").stored("{}").size() == 1);
    }

    @Test
    void whereAddressesAreAllowedNoOtherPublishes() throws IOException {
        list("allow-addresses", "198.51.100.0/24");
        RelayFixture relay = relay();
        relay.connectFrom("198.51.100.7").accepted(fresh(ALICE));
        relay.connectFrom("203.0.113.7").refused(fresh(ALICE), "restricted");
    }

    @Test
    void deniedWordsAreFoundInWhateverSpelling() throws IOException {
        list("deny-words", "free coins", "casino");
        TestClient client = relay().connect();
        client.refused(note("Get FREE Coins now").build(), "blocked");
        client.refused(note("onlinecasinos").build(), "blocked");
        client.refused(note("\uFF43\uFF41\uFF53\uFF49\uFF4E\uFF4F").build(), "blocked");
        client.refused(note("look").tag("t", "Casino").build(), "blocked");
        client.accepted(
                note("free of coins").build(),
                ofKind(30_078).tag("d", "").content("casino").build());
    }

    @Test
    void whereWordsAreAllowedTextsNeedOne() throws IOException {
        list("allow-words", "souk");
        TestClient client = relay().connect();
        client.accepted(note("At the Souk").build(), ofKind(7).content("+").build());
        client.refused(note("At home").build(), "blocked");
    }

    @Test
    void aListIsReadAgainWhenItChangesAndAllIsAllowedWhenItIsGone() throws IOException {
        TestClient client = relay().connect();
        client.accepted(fresh(ALICE));
        list("deny-pubkeys", ALICE.publicKey().hex());
        Eventually.holds("the new list counts", () -> client.ok(fresh(ALICE)).contains("deny-pubkeys"));
        Files.delete(folder.resolve("deny-pubkeys.txt"));
        Eventually.holds("the list is gone", () -> client.ok(fresh(ALICE)).contains("true"));
    }

    @Test
    void aListWithABadLineLeavesTheOldOneInForce() throws IOException {
        list("deny-pubkeys", ALICE.publicKey().hex());
        TestClient client = relay().connect();
        list("deny-pubkeys", BOB.publicKey().hex(), "npub1oops");
        list("deny-kinds", "7");
        Eventually.holds(
                "later lists are read",
                () -> client.ok(ofKind(7).content("" + number++).by(BOB).build())
                        .contains("deny-kinds"));
        client.refused(fresh(ALICE), "blocked");
        client.accepted(fresh(BOB));
    }

    @Test
    void aRelayDoesNotStartWithABadList() throws IOException {
        list("deny-addresses", "10.0.0.0/8", "10.0.0.0/33");
        ListException failure = assertThrows(ListException.class, this::relay);
        assertTrue(String.valueOf(failure.getMessage()).contains("deny-addresses.txt:2"), failure::getMessage);
    }

    @Test
    void aListIsBounded() throws IOException {
        list(
                "deny-kinds",
                java.util.stream.IntStream.range(0, 101)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new));
        assertThrows(ListException.class, this::relay);
    }
}
