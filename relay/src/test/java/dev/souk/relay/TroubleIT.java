package dev.souk.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of clients when the disk fails, and when the relay stops. */
class TroubleIT {
    private static final String FULL = "IO error: No space left on device";

    private final AtomicReference<FaultyStore> disk = new AtomicReference<>();
    private final RelayFixture relay = RelayFixture.onStore(store -> {
        FaultyStore faulty = new FaultyStore(store);
        disk.set(faulty);
        return faulty;
    });

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

    private FaultyStore disk() {
        return java.util.Objects.requireNonNull(disk.get());
    }

    private HttpResponse<String> health() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI page = URI.create("http://127.0.0.1:" + relay.monitoringPort() + "/health");
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private int status() {
        try {
            return health().statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void aFullDiskRefusesEventsAndServesReadsUntilThereIsRoom() throws IOException, InterruptedException {
        TestClient client = relay.connect();
        client.accepted(note(1));
        disk().failWrites(FULL);
        for (int i = 2; i < 6; i++) {
            client.refused(note(i), "error");
        }
        assertEquals(503, health().statusCode());
        assertTrue(health().body().contains("No space left"), health().body());
        assertEquals(0.0, relay.meter("souk_healthy"));
        assertEquals(1, client.stored("{\"kinds\":[1]}").size());
        assertEquals(1, relay.connect().stored("{\"kinds\":[1]}").size());
        disk().mend();
        Eventually.holds("it recovers without an event", () -> status() == 200);
        client.accepted(note(2));
    }

    @Test
    void whatCannotBeReadIsAnErrorAndNoEoseAndTheRelayGoesOn() throws IOException, InterruptedException {
        TestClient client = relay.connect();
        client.accepted(note(1));
        disk().failReads("Corruption: block checksum mismatch");
        String answer = client.req("a", "{\"kinds\":[1]}").next();
        assertTrue(answer.startsWith("[\"CLOSED\",\"a\",\"error: "), answer);
        client.refused(note(2), "error");
        assertEquals(503, health().statusCode());
        assertTrue(health().body().contains("checksum"), health().body());
        disk().mend();
        client.accepted(note(2));
    }

    @Test
    void aStopLosesNothingThatWasAcceptedAndTellsTheClients() {
        TestClient client = relay.connect();
        int sent = 2_000;
        for (int i = 0; i < sent; i++) {
            client.publish(note(i));
        }
        Set<String> accepted = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            accepted.add(id(client.next()));
        }
        relay.stopAndLook(store -> {
            assertEquals(1001, client.closeStatus());
            client.rest().stream()
                    .filter(message -> message.contains(",true,"))
                    .map(TroubleIT::id)
                    .forEach(accepted::add);
            assertTrue(accepted.size() >= 100);
            accepted.forEach(id -> assertTrue(
                    store.contains(dev.souk.protocol.Bytes32.ofHex(id)), () -> id + " was accepted and is not there"));
        });
    }

    private static String id(String ok) {
        return ok.substring("[\"OK\",\"".length(), "[\"OK\",\"".length() + 64);
    }
}
