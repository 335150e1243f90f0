package dev.souk.relay;

import static dev.souk.protocol.TestEvents.deletionOf;
import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.protocol.TestKeys.alice;
import static dev.souk.protocol.TestKeys.bob;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.RelayMessage.Ok;
import dev.souk.protocol.Signature;
import dev.souk.relay.policy.Bans;
import dev.souk.storage.StoredEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an extension may do: veto, serve, publish, and follow the feed without loss or repeat. */
class ExtensionIT {
    private static final long T = RelayFixture.START.getEpochSecond();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final RecordingExtension extension = new RecordingExtension();
    private final RelayFixture relay = RelayFixture.withExtensions(extension);
    private final TestClient client = relay.connect();

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void showsEveryChangeInOrder() {
        Event first = note("first").build();
        Event second = note("second").build();
        Event profile = ofKind(0).at(T - 1).build();
        Event newProfile = ofKind(0).at(T).build();
        Event request = deletionOf(first).build();
        // What is removed before the extension reads on need not be shown, so it is waited for.
        client.accepted(first, second, profile);
        awaitRecords(3);
        client.accepted(newProfile, ofKind(20_001).build(), request);
        client.duplicate(second);
        client.refused(first, "blocked");
        awaitRecords(7);
        assertEquals(
                List.of(
                        "stored " + first.id(),
                        "stored " + second.id(),
                        "stored " + profile.id(),
                        "stored " + newProfile.id(),
                        "removed " + profile.id() + " REPLACED",
                        "stored " + request.id(),
                        "removed " + first.id() + " DELETED"),
                extension.records());
    }

    @Test
    void vetoesEventsBeforeAnythingHappens() {
        client.subscribe("live", "{}");
        Event event = note(RecordingExtension.VETOED).build();
        String answer = client.ok(event);
        assertEquals("[\"OK\",\"" + event.id() + "\",false,\"blocked: not in this test, 127.0.0.1\"]", answer);
        client.nothingMore();
        assertEquals(List.of(), client.stored("{}"));
    }

    @Test
    void publishesThroughTheDoorOfEverybody() throws Exception {
        client.subscribe("live", "{\"kinds\":[1]}");
        Event event = note("from inside").build();
        assertEquals(Ok.accepted(event.id()), published(event));
        assertEquals(event, client.nextEvent("live"));
        assertEquals(List.of(event), client.stored("{}"));
        Ok again = published(event);
        assertTrue(again.accepted());
        assertTrue(again.reason().orElseThrow().toString().startsWith("duplicate: "));
    }

    @Test
    void refusesWhatAnExtensionMayNotPublish() throws Exception {
        Event honest = note("honest").build();
        Event forged = new Event(
                honest.id(),
                honest.pubkey(),
                honest.createdAt(),
                honest.kind(),
                honest.tags(),
                honest.content(),
                new Signature(honest.id(), honest.id()));
        assertRefused("invalid: ", published(forged));
        assertRefused("invalid: ", published(note("too early").at(T + 10_000).build()));
        assertRefused(
                "blocked: not in this test, [recording]",
                published(note(RecordingExtension.VETOED).build()));
        assertEquals(List.of(), client.stored("{}"));
    }

    @Test
    void tellsItsOwnEventsFromThoseOfClients() throws Exception {
        Event own = ofKind(RecordingExtension.OWN_KIND).tag("d", "x").build();
        client.refused(own, "blocked");
        // A name in brackets is believed by nobody, not even from a trusted proxy.
        for (String claim : List.of("[recording]", "recording", "[::1]")) {
            try (RawSocket liar = RawSocket.webSocket(relay, "X-Forwarded-For: " + claim)) {
                liar.text("[\"EVENT\"," + TestClient.json(own) + "]");
                String answer = liar.read().text();
                assertTrue(answer.contains(",false,\"blocked: only the relay"), answer);
            }
        }
        assertEquals(Ok.accepted(own.id()), published(own));
        assertEquals(List.of(own), client.stored("{}"));
    }

    @Test
    void looksUpEventsByIdAndTheNewestOfAFilter() {
        Event old = note("old").at(T - 2).build();
        Event expiring =
                note("expiring").at(T - 1).tag("expiration", "" + (T + 5)).build();
        Event newest = note("newest").at(T).by(bob()).build();
        client.accepted(newest, old, expiring);
        assertEquals(old.id(), found(extension.access().event(old.id())));
        assertEquals(
                Optional.empty(),
                extension.access().event(note("never sent").build().id()));
        Filter notes = Filter.builder().kinds(Set.of(1)).build();
        assertEquals(newest.id(), found(extension.access().newest(notes)));
        assertEquals(
                expiring.id(),
                found(extension
                        .access()
                        .newest(Filter.builder().authors(Set.of(old.pubkey())).build())));
        assertEquals(
                Optional.empty(),
                extension.access().newest(Filter.builder().kinds(Set.of(7)).build()));
    }

    @Test
    void isToldWhatTheOperatorHasBanned() {
        RecordingExtension asking = new RecordingExtension();
        Set<Bytes32> operators = Set.of(alice().publicKey());
        Event event = note("never sent").by(bob()).build();
        try (RelayFixture managed =
                RelayFixture.start(config -> config.withMembers(config.members().withOperators(operators)), asking)) {
            Bans bans = asking.access().bans();
            long before = bans.changes();
            assertFalse(bans.isBanned(event));
            Operator operator = new Operator(managed, alice());
            operator.done("banpubkey", bob().publicKey().hex());
            operator.done("banevent", event.id().hex());
            assertTrue(bans.isBanned(event));
            assertEquals(Set.of(bob().publicKey()), bans.pubkeys());
            assertEquals(Set.of(event.id()), bans.events());
            assertEquals(before + 2, bans.changes());
        }
    }

    private static Bytes32 found(Optional<StoredEvent> event) {
        return event.orElseThrow().header().id();
    }

    private Ok published(Event event) throws Exception {
        return extension.publish(event).get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void assertRefused(String reason, Ok answer) {
        assertTrue(
                !answer.accepted() && answer.reason().orElseThrow().toString().startsWith(reason), answer::toString);
    }

    @Test
    void answersOnItsRoutes() {
        HttpResponse<String> answer = get("/recording/jobs%2F1?kind=68001&kind=68002&open=true");
        assertEquals(200, answer.statusCode());
        assertEquals("\"/recording/jobs/1 {kind=[68001, 68002], open=[true]}\"", answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals("\"/recording {}\"", get("/recording").body());
        assertEquals(410, get("/gone").statusCode());
        assertEquals("gone", get("/gone/for/good").body());
    }

    @Test
    void answersNothingBesideItsRoutes() {
        assertEquals(404, get("/recordings").statusCode());
        assertEquals(404, get("/record").statusCode());
        assertEquals(404, get("/x/recording").statusCode());
        HttpResponse<String> posted = send(request("/recording").POST(BodyPublishers.ofString("{}")));
        assertEquals(405, posted.statusCode());
        assertEquals(405, send(request("/recording").DELETE()).statusCode());
    }

    @Test
    void survivesARouteThatFails() {
        HttpResponse<String> answer = get("/broken");
        assertEquals(500, answer.statusCode());
        assertTrue(!answer.body().contains("on purpose"), answer.body());
        assertEquals(200, get("/recording").statusCode());
    }

    @Test
    void addsItsNipsToTheInformationDocument() {
        String document =
                send(request("/").header("Accept", "application/nostr+json")).body();
        assertTrue(document.contains("\"supported_nips\":[1,4,9,11,17,40,42,45,59,62,65,67,70,77,90]"), document);
    }

    @Test
    void addsItsFieldsToTheInformationDocument() {
        String document =
                send(request("/").header("Accept", "application/nostr+json")).body();
        assertTrue(
                document.endsWith(",\"default_limit\":500},\"self\":\"" + "ab".repeat(32)
                        + "\",\"market\":{\"kind\":38690,\"windows\":[\"1h\",\"all\"]}}"),
                document);
    }

    @Test
    void showsAgainThePageAtWhichItFailed() {
        extension.failOnce();
        Event event = note("").build();
        client.accepted(event);
        Eventually.holds("the extension has failed", extension::hasFailed);
        awaitRecords(1);
        assertEquals(List.of("stored " + event.id()), extension.records());
    }

    @Test
    void goesOnFromItsCheckpointAfterARestartWithoutLossOrRepeat() {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            TestClient publisher = relay.connect();
            String text = "round " + round + " note ";
            List<Event> events = IntStream.range(0, 200)
                    .mapToObj(i -> note(text + i).by(bob()).build())
                    .toList();
            publisher.accepted(events.toArray(Event[]::new));
            events.forEach(event -> expected.add("stored " + event.id()));
            // Not waited for: the extension may be anywhere in its work.
            relay.restart();
        }
        awaitRecords(expected.size());
        assertEquals(expected, extension.records());
    }

    private void awaitRecords(int count) {
        Eventually.holds(
                count + " changes are recorded", () -> extension.records().size() >= count);
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
