package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call of NIP-86 does to connections, to a store that is large, and to the audit log. */
class ModerationIT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey CAROL = TestKeys.carol();
    private static final long NOW = RelayFixture.START.getEpochSecond();
    private static final int MANY = 10_000;

    private final Path folder;
    private final RelayFixture relay;
    private Operator alice;

    ModerationIT(@TempDir Path folder) {
        this.folder = folder;
        relay = RelayFixture.managedBy(Set.of(ALICE.publicKey()), Set.of(), folder);
        alice = new Operator(relay, ALICE);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    /** Straight into the store, before the relay's writer has anything to do. */
    private void storeManyOfBob() {
        List<Event> batch = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            batch.add(note("" + i).by(BOB).at(NOW - i / 3).unsigned());
        }
        relay.store().save(batch);
    }

    @Test
    void aKeyWithManyEventsIsRemovedWhileOthersPublish() {
        storeManyOfBob();
        CompletableFuture<Void> ban = CompletableFuture.runAsync(
                () -> alice.done("banpubkey", BOB.publicKey().hex()));
        TestClient carol = relay.connect();
        for (int i = 0; i < 200; i++) {
            carol.accepted(note("carol " + i).by(CAROL).build());
        }
        ban.join();
        Eventually.holds("all of it is gone", () -> relay.meter("souk_events_moderated_total") == MANY);
        assertEquals(
                List.of(), carol.stored("{\"authors\":[\"" + BOB.publicKey().hex() + "\"]}"));
        assertEquals(
                200,
                carol.stored("{\"authors\":[\"" + CAROL.publicKey().hex() + "\"]}")
                        .size());
    }

    @Test
    void aBannedKeyMayStillAskToVanish() {
        TestClient client = relay.connect();
        client.accepted(TestEvents.ofKind(1_059)
                .by(CAROL)
                .tag("p", BOB.publicKey().hex())
                .build());
        alice.done("banpubkey", BOB.publicKey().hex());
        alice.done("disallowkind", 62);
        client.refused(
                TestEvents.ofKind(62)
                        .by(BOB)
                        .tag("relay", "wss://elsewhere.example")
                        .build(),
                "blocked");
        client.accepted(TestEvents.ofKind(62).by(BOB).tag("relay", "ALL_RELAYS").build());
        client.authenticate(CAROL);
        assertEquals(List.of(), client.stored("{\"kinds\":[1059]}"));
    }

    @Test
    void aRestartInTheMiddleGoesOnWithTheRemoval() {
        storeManyOfBob();
        CompletableFuture<?> ban = CompletableFuture.runAsync(
                () -> alice.answer(Operator.body("banpubkey", BOB.publicKey().hex())));
        Eventually.holds("it has begun", () -> relay.meter("souk_events_moderated_total") > 0);
        relay.restart();
        ban.exceptionally(cut -> null).join();
        TestClient client = relay.connect();
        client.refused(note("new").by(BOB).build(), "blocked");
        Eventually.holds(
                "all of it is gone",
                () -> client.stored("{\"authors\":[\"" + BOB.publicKey().hex() + "\"]}")
                        .isEmpty());
    }

    @Test
    void nothingOfABannedKeySlipsInWhileItPublishes() {
        TestClient bob = relay.connect();
        for (int i = 0; i < 2_000; i++) {
            bob.publish(note("" + i).by(BOB).build());
        }
        alice.done("banpubkey", BOB.publicKey().hex());
        for (int i = 0; i < 2_000; i++) {
            bob.next();
        }
        assertEquals(
                List.of(),
                relay.connect().stored("{\"authors\":[\"" + BOB.publicKey().hex() + "\"]}"));
    }

    /** A client of a proxy on this machine, which the relay trusts. */
    private WebSocket connectFrom(String address, CompletableFuture<Integer> closed) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-Forwarded-For", address)
                .buildAsync(relay.uri(), new WebSocket.Listener() {
                    @Override
                    public CompletableFuture<?> onClose(WebSocket socket, int status, String reason) {
                        closed.complete(status);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
    }

    private int statusFor(String address) {
        HttpResponse<String> answer = Operator.send(HttpRequest.newBuilder(URI.create(alice.url()))
                .header("Accept", "application/nostr+json")
                .header("X-Forwarded-For", address));
        return answer.statusCode();
    }

    @Test
    void blockingAnAddressClosesItsConnectionsAndRefusesNewOnes() {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CompletableFuture<Integer> otherClosed = new CompletableFuture<>();
        connectFrom("203.0.113.9", closed);
        connectFrom("203.0.114.9", otherClosed);
        alice.done("blockip", "203.0.113.0/24", "noise");
        assertEquals(
                1_008,
                closed.orTimeout(Patience.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                        .join());
        assertEquals(403, statusFor("203.0.113.1"));
        assertEquals(200, statusFor("203.0.114.9"));
        assertFalse(otherClosed.isDone());
        alice.done("blockip", "2001:db8::/64");
        alice.done("blockip", "2001:db8:1::7", "one of them");
        assertEquals(403, statusFor("2001:db8::1:2:3:4"));
        assertEquals(403, statusFor("2001:db8:1::7"));
        assertEquals(200, statusFor("2001:db8:1::8"));
        String list = "[{\"ip\":\"203.0.113.0/24\",\"reason\":\"noise\"},{\"ip\":\"2001:db8::/64\"},"
                + "{\"ip\":\"2001:db8:1::7\",\"reason\":\"one of them\"}]";
        assertEquals(list, alice.call("listblockedips"));
        relay.restart();
        alice = new Operator(relay, ALICE);
        assertEquals(list, alice.call("listblockedips"));
        assertEquals(403, statusFor("203.0.113.1"));
        alice.done("unblockip", "203.0.113.0/24");
        assertEquals(200, statusFor("203.0.113.1"));
    }

    @Test
    void nobodyBlocksHimself() {
        for (String range : List.of("127.0.0.1", "127.0.0.0/8", "0.0.0.0/0", "::/0")) {
            assertTrue(alice.error("blockip", range).startsWith("that would block 127.0.0.1"), range);
        }
        assertEquals(200, statusFor("203.0.113.1"));
    }

    @Test
    void everyCallIsWrittenDown() throws IOException {
        alice.done("banpubkey", BOB.publicKey().hex(), "spam \\\"\\n\\u00e9");
        alice.error("banpubkey", "x".repeat(300));
        alice.answer("not JSON");
        new Operator(relay, BOB).answer(Operator.body("supportedmethods"));
        relay.restart();
        alice = new Operator(relay, ALICE);
        alice.call("listbannedpubkeys");
        String head = "{\"time\":\"2023-11-14T22:13:20Z\",\"address\":\"127.0.0.1\"";
        String who = head + ",\"pubkey\":\"" + ALICE.publicKey() + "\",\"method\":\"";
        assertEquals(
                List.of(
                        who + "banpubkey\",\"params\":[\"" + BOB.publicKey()
                                + "\",\"spam \\\"\\n\u00e9\"],\"outcome\":\"done\"}",
                        who + "banpubkey\",\"params\":[\"" + "x".repeat(200)
                                + "...\"],\"outcome\":\"the public key must be 64 lowercase hex digits\"}",
                        who + "\",\"params\":[],\"outcome\":\"not JSON\"}",
                        who + "listbannedpubkeys\",\"params\":[],\"outcome\":\"done\"}"),
                Files.readAllLines(folder.resolve("audit.jsonl"), StandardCharsets.UTF_8));
        assertEquals(
                List.of(head + ",\"outcome\":\"this key manages nothing here\"}"),
                Files.readAllLines(folder.resolve("audit-refused.jsonl"), StandardCharsets.UTF_8));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("audit.jsonl"))));
    }
}
