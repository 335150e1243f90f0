package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static dev.souk.relay.Operator.body;
import static dev.souk.relay.Operator.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NIP-86: what an operator calls is done at once, shows in the lists, and outlives a restart. */
@Nip(
        works = "all methods of the text and a few more; bans remove what is stored and outlive restarts; long lists "
                + "in pages; an audit log")
class Nip86IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey CAROL = TestKeys.carol();
    private static final String BOB_HEX = BOB.publicKey().hex();

    /** Has a form in JSON of its own. */
    private static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private final RelayFixture relay;
    private Operator alice;

    Nip86IT(@TempDir Path folder) {
        relay = RelayFixture.managedBy(Set.of(ALICE.publicKey()), Set.of(CAROL.publicKey()), folder);
        alice = new Operator(relay, ALICE);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private void restart() {
        relay.restart();
        alice = new Operator(relay, ALICE);
    }

    @Test
    void saysWhatItSupports() {
        String all =
                "[\"banpubkey\",\"unbanpubkey\",\"listbannedpubkeys\",\"listeventsneedingmoderation\",\"allowevent\","
                        + "\"banevent\",\"unbanevent\",\"listbannedevents\",\"listallowedevents\",\"allowpubkey\","
                        + "\"unallowpubkey\",\"listallowedpubkeys\",\"createrole\",\"editrole\",\"deleterole\",\"assignrole\","
                        + "\"unassignrole\",\"changerelayname\",\"changerelaydescription\",\"changerelayicon\",\"allowkind\","
                        + "\"disallowkind\",\"listallowedkinds\",\"listdisallowedkinds\",\"blockip\",\"unblockip\","
                        + "\"listblockedips\",\"stats\"]";
        assertEquals(all, alice.call("supportedmethods"));
    }

    @Test
    void isHeardWhileStrangersKeepEveryPageBusy(@TempDir Path folder) {
        ServingExtension pages = new ServingExtension();
        Set<Bytes32> operators = Set.of(ALICE.publicKey());
        List<RawSocket> strangers = new ArrayList<>();
        try (RelayFixture busy = RelayFixture.managedBy(operators, Set.of(), folder, pages)) {
            // Two are being answered, and 256 may wait.
            for (int i = 0; i < 259; i++) {
                RawSocket stranger = RawSocket.open(busy);
                stranger.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                strangers.add(stranger);
            }
            Eventually.holds(
                    "one more than may wait has come", () -> strangers.stream().anyMatch(RawSocket::hasAnswer));
            new Operator(busy, ALICE).done("blockip", "192.0.2.1", "asks too much");
            pages.letGo();
        } finally {
            strangers.forEach(RawSocket::close);
        }
    }

    @Test
    void banningAKeyRemovesWhatItPublishedAndRefusesTheRest() {
        TestClient client = relay.connect();
        Event old = note("old").by(BOB).build();
        Event profile = ofKind(0).by(BOB).build();
        Event other = note("of another").by(CAROL).build();
        client.accepted(old, profile, other);
        alice.done("banpubkey", BOB_HEX, "spam \\\"everywhere\\\"");
        assertEquals(List.of(other), client.stored("{}"));
        assertEquals(
                "[\"OK\",\"" + old.id() + "\",false,\"blocked: this key is banned: spam \\\"everywhere\\\"\"]",
                client.ok(old));
        client.refused(ofKind(20_001).by(BOB).build(), "blocked");
        String list = "[{\"pubkey\":\"" + BOB_HEX + "\",\"reason\":\"spam \\\"everywhere\\\"\"}]";
        assertEquals(list, alice.call("listbannedpubkeys"));
        restart();
        assertEquals(list, alice.call("listbannedpubkeys"));
        TestClient later = relay.connect();
        later.refused(note("new").by(BOB).build(), "blocked");
        alice.done("unbanpubkey", BOB_HEX, "sorry");
        assertEquals("[]", alice.call("listbannedpubkeys"));
        later.accepted(old);
    }

    @Test
    void banningAKeyShowsInOpenSubscriptionsFromThenOn() {
        TestClient reader = relay.connect();
        reader.subscribe("live", "{}");
        Event before = note("before").by(BOB).build();
        relay.connect().accepted(before);
        assertEquals(before, reader.nextEvent("live"));
        alice.done("banpubkey", BOB_HEX);
        relay.connect().refused(note("after").by(BOB).build(), "blocked");
        reader.nothingMore();
    }

    @Test
    void banningAnEventRemovesItAndRefusesItAlsoBeforeItHasCome() {
        TestClient client = relay.connect();
        Event here = note("here").by(BOB).build();
        Event coming = note("coming").by(BOB).build();
        Event other = note("other").by(BOB).build();
        client.accepted(here, other);
        alice.done("banevent", here.id().hex(), "rude");
        alice.done("banevent", coming.id().hex());
        assertEquals(List.of(other), client.stored("{}"));
        assertEquals("[\"OK\",\"" + here.id() + "\",false,\"blocked: this event is banned: rude\"]", client.ok(here));
        assertEquals("[\"OK\",\"" + coming.id() + "\",false,\"blocked: this event is banned\"]", client.ok(coming));
        restart();
        String list = alice.call("listbannedevents");
        assertTrue(list.contains("{\"id\":\"" + here.id() + "\",\"reason\":\"rude\"}"), list);
        assertTrue(list.contains("{\"id\":\"" + coming.id() + "\"}"), list);
        relay.connect().refused(here, "blocked");
        alice.done("unbanevent", here.id().hex());
        alice.done("allowevent", coming.id().hex(), "it is fine");
        assertEquals("[]", alice.call("listbannedevents"));
        assertEquals("[{\"id\":\"" + coming.id() + "\",\"reason\":\"it is fine\"}]", alice.call("listallowedevents"));
        relay.connect().accepted(here, coming);
    }

    @Test
    void aKeyThatManagesTheRelayIsNotBanned() {
        for (SecretKey key : List.of(ALICE, CAROL)) {
            assertEquals(
                    "this key manages the relay, or is its own",
                    alice.error("banpubkey", key.publicKey().hex()));
        }
    }

    @Test
    void disallowedKindsAreRefusedAndAllowedOnesTaken() {
        TestClient client = relay.connect();
        Event reaction = ofKind(7).build();
        Event far = ofKind(70_000).build();
        client.accepted(reaction);
        client.refused(far, "invalid");
        alice.done("disallowkind", 7);
        alice.done("allowkind", 70_000);
        client.refused(ofKind(7).content("another").build(), "blocked");
        client.accepted(far);
        assertEquals(Set.of(far, reaction), Set.copyOf(client.stored("{}")), "what is stored stays");
        restart();
        TestClient later = relay.connect();
        later.refused(ofKind(7).content("later").build(), "blocked");
        later.accepted(ofKind(70_000).content("later").build());
        assertEquals("[7]", alice.call("listdisallowedkinds"));
        assertEquals("[0,1,2,3,4,5,6,8,9]", alice.call("listallowedkinds", 9));
        assertEquals("[69999,70000]", alice.call("listallowedkinds", 9, 69_998));
        assertEquals(70_000, alice.call("listallowedkinds").split(",", -1).length);
        alice.done("allowkind", 7);
        alice.done("disallowkind", 70_000);
        later.accepted(ofKind(7).content("again").build());
        later.refused(ofKind(70_000).content("again").build(), "blocked");
        assertEquals("[70000]", alice.call("listdisallowedkinds"));
    }

    @Test
    void theRelayIsRenamedAtOnceAndForGood() {
        alice.done("changerelayname", "Bazaar \\\"1\\\"");
        alice.done("changerelaydescription", "two\\nlines \\u00e9");
        alice.done("changerelayicon", "https://relay.example.com/icon.png");
        String head = "{\"name\":\"Bazaar \\\"1\\\"\",\"description\":\"two\\nlines \u00e9\","
                + "\"icon\":\"https://relay.example.com/icon.png\",";
        assertTrue(relay.information().startsWith(head), relay.information());
        restart();
        assertTrue(relay.information().startsWith(head), relay.information());
        HttpResponse<String> page = Operator.send(HttpRequest.newBuilder(URI.create(alice.url())));
        assertTrue(page.body().contains("<h1>Bazaar &quot;1&quot;</h1>"), page.body());
        for (String field : List.of("name", "description", "icon")) {
            alice.done("changerelay" + field, "");
        }
        assertTrue(
                relay.information()
                        .startsWith(
                                "{\"name\":\"Souk\",\"description\":\"A Nostr relay with a job marketplace inside.\",\"supp"),
                relay.information());
    }

    @Test
    void namesThatTheConfigurationWouldNotTakeAreRefused() {
        assertTrue(alice.error("changerelayname", "x".repeat(101)).contains("at most 100 characters"));
        assertTrue(alice.error("changerelayname", "two\\nlines").contains("one line"));
        assertTrue(alice.error("changerelaydescription", "x".repeat(5_001)).contains("at most 5000"));
        assertTrue(alice.error("changerelayicon", "javascript:alert(1)").contains("must be a link"));
        assertTrue(alice.error("changerelayname").contains("is missing"));
        assertTrue(relay.information().startsWith("{\"name\":\"Souk\""));
    }

    @Test
    void longListsComeInPages() {
        List<String> keys = java.util.stream.IntStream.range(10, 17)
                .mapToObj(number -> TestKeys.key(number).publicKey().hex())
                .sorted()
                .toList();
        keys.forEach(key -> alice.done("banpubkey", key));
        String first = alice.call("listbannedpubkeys", 3);
        assertEquals(listed(keys.subList(0, 3)), first);
        assertEquals(listed(keys.subList(3, 6)), alice.call("listbannedpubkeys", 3, keys.get(2)));
        assertEquals(listed(keys.subList(6, 7)), alice.call("listbannedpubkeys", 3, keys.get(5)));
        assertEquals("[]", alice.call("listbannedpubkeys", 3, keys.get(6)));
        assertEquals(listed(keys.subList(1, 7)), alice.call("listbannedpubkeys", NULL, keys.get(0)));
        assertEquals(listed(keys), alice.call("listbannedpubkeys"));
        for (Object wrong : List.of(0, -1, "three", Long.MAX_VALUE)) {
            assertTrue(alice.error("listbannedpubkeys", wrong).startsWith("the limit must be"));
        }
        assertTrue(alice.error("listbannedpubkeys", 3, "x").contains("64 lowercase hex digits"));
    }

    private static String listed(List<String> keys) {
        return keys.stream()
                .map(key -> "{\"pubkey\":\"" + key + "\"}")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    @Test
    void moderatorsModerateAndDoNothingElse() {
        Operator carol = new Operator(relay, CAROL);
        assertEquals(
                "[\"banpubkey\",\"unbanpubkey\",\"listbannedpubkeys\",\"listeventsneedingmoderation\",\"allowevent\","
                        + "\"banevent\",\"unbanevent\",\"listbannedevents\",\"listallowedevents\"]",
                carol.call("supportedmethods"));
        carol.done("banpubkey", BOB_HEX);
        for (String method : List.of("blockip", "changerelayname", "allowpubkey", "stats", "no such method", "")) {
            assertEquals("this key may not call this method", error(carol.answer(body(method, "x")), 403));
        }
        assertTrue(relay.information().startsWith("{\"name\":\"Souk\""));
    }

    @Test
    void someNumbersAreThere() {
        relay.connect().accepted(note("one").build());
        assertTrue(alice.call("stats")
                .matches("\\{\"connections\":\\d+,\"subscriptions\":0,\"events\":1,\"bytes\":\\d+}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "null",
                "{}",
                "{\"method\":1,\"params\":[]}",
                "{\"method\":\"supportedmethods\",\"params\":{}}",
                "{\"method\":\"supportedmethods\",\"params\":[[]]}",
                "{\"method\":\"supportedmethods\",\"params\":[{}]}",
                "{\"method\":\"supportedmethods\",\"params\":[true]}",
                "{\"method\":\"supportedmethods\",\"params\":[1.0]}",
                "{\"method\":\"supportedmethods\",\"params\":[1e3]}",
                "{\"method\":\"supportedmethods\",\"params\":[99999999999999999999]}",
                "{\"method\":\"supportedmethods\",\"params\":[\"\\ud800\"]}",
                "{\"method\":\"supportedmethods\",\"params\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]}",
                "{\"method\":\"supportedmethods\",\"method\":\"banpubkey\"}",
                "{\"method\":\"supportedmethods\",\"params\":[]} x",
                "{\"method\":\"supportedmethods\",\"params\":[]"
            })
    void whatIsNoCallIsRefused(String text) {
        error(alice.answer(text), 400);
        assertFalse(alice.call("supportedmethods").isEmpty());
    }

    @Test
    void deepNestingHarmsNobody() {
        error(alice.answer("{\"method\":\"supportedmethods\",\"params\":" + "[".repeat(10_000)), 400);
        error(alice.answer("{\"x\":" + "[".repeat(20_000)), 400);
        relay.connect().accepted(note("still here").build());
    }

    @Test
    void fieldsThatNobodyKnowsAreIgnored() {
        String call = "{\"id\":[1,{\"a\":2}],\"method\":\"listbannedpubkeys\",\"jsonrpc\":\"2.0\"}";
        assertEquals("{\"result\":[]}", alice.answer(call).body());
    }

    @Test
    void wrongParametersAreRefusedAndDoNothing() {
        for (String method :
                List.of("banpubkey", "unbanpubkey", "allowpubkey", "unallowpubkey", "banevent", "allowevent")) {
            assertTrue(alice.error(method).contains("is missing"), method);
            for (Object wrong : List.of("", "xyz", BOB_HEX.toUpperCase(java.util.Locale.ROOT), BOB_HEX + "0", 1)) {
                assertTrue(alice.error(method, wrong).contains("64 lowercase hex digits"), method + wrong);
            }
            if (!method.startsWith("un")) {
                assertTrue(alice.error(method, BOB_HEX, "x".repeat(501)).contains("at most 500"), method);
                assertTrue(alice.error(method, BOB_HEX, 1).contains("must be a string"), method);
            }
        }
        for (Object wrong : List.of(-1, "1", 1L << 31)) {
            assertTrue(alice.error("allowkind", wrong).startsWith("the kind must be a whole number"));
        }
        for (Object wrong :
                List.of("", "1.2.3", "1.2.3.4/33", "256.1.1.1", "host.example", "::1/129", "::x", "1.2.3.4/")) {
            assertTrue(alice.error("blockip", wrong).startsWith("an address or a range is needed"), "" + wrong);
        }
        assertEquals("[]", alice.call("listbannedpubkeys"));
        assertEquals("[]", alice.call("listblockedips"));
        assertEquals("this method is not supported", alice.error("grantadmin", BOB_HEX));
        assertEquals("this method is not supported", alice.error("BanPubkey", BOB_HEX));
    }

    @Test
    void bodiesThatAreTooLargeAreRefused() {
        HttpResponse<String> answer = alice.answer(body("changerelaydescription", "x".repeat(64 << 10)));
        assertEquals(413, answer.statusCode());
    }

    @Test
    void onlyCallsAreCalls() {
        String call = body("supportedmethods");
        HttpRequest.Builder json = HttpRequest.newBuilder(URI.create(alice.url()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(call));
        assertEquals(405, Operator.send(json).statusCode());
        HttpRequest.Builder elsewhere = HttpRequest.newBuilder(URI.create(alice.url() + "x"))
                .header("Content-Type", "application/nostr+json+rpc")
                .POST(BodyPublishers.ofString(call));
        assertEquals(404, Operator.send(elsewhere).statusCode());
        HttpRequest.Builder spelt = HttpRequest.newBuilder(URI.create(alice.url()))
                .header("Content-Type", "Application/Nostr+JSON+RPC; charset=utf-8")
                .POST(BodyPublishers.ofString(call));
        assertEquals(401, Operator.send(spelt).statusCode());
    }

    @Test
    void thePagesOfBrowsersMayCall() {
        HttpResponse<String> preflight = Operator.send(HttpRequest.newBuilder(URI.create(alice.url()))
                .header("Origin", "https://admin.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization, content-type")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertEquals(204, preflight.statusCode());
        String headers =
                preflight.headers().firstValue("Access-Control-Allow-Headers").orElse("");
        assertTrue(headers.contains("*") && headers.contains("Authorization"), headers);
        assertTrue(preflight
                .headers()
                .firstValue("Access-Control-Allow-Methods")
                .orElse("")
                .contains("POST"));
        HttpResponse<String> answer = alice.answer(body("supportedmethods"));
        assertEquals(
                "*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
    }

    @Test
    void nobodyManagesARelayThatNamesNobody() {
        try (RelayFixture other = RelayFixture.start()) {
            Operator operator = new Operator(other, ALICE);
            assertEquals(405, operator.answer(body("supportedmethods")).statusCode());
            assertFalse(other.information().contains("86"), other.information());
        }
    }
}
