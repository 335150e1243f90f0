package dev.souk.relay;

import static dev.souk.protocol.TestEvents.note;
import static dev.souk.protocol.TestEvents.ofKind;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.SecretKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NIP-56: what is reported is shown to those who moderate, and nothing happens by itself. */
@Nip(works = "reports (kind 1984) are shown to who moderates, counted by reporter; nothing is removed by itself")
class Nip56IT {
    private static final SecretKey ALICE = TestKeys.alice();
    private static final SecretKey BOB = TestKeys.bob();
    private static final SecretKey CAROL = TestKeys.carol();
    private static final String BOB_HEX = BOB.publicKey().hex();
    private static final long NOW = RelayFixture.START.getEpochSecond();

    private final RelayFixture relay;
    private Operator alice;
    private final Event bad = note("bad").by(BOB).at(NOW).build();
    private final Event worse = note("worse").by(BOB).at(NOW).build();

    Nip56IT(@TempDir Path folder) {
        relay = RelayFixture.managedBy(Set.of(ALICE.publicKey()), Set.of(), folder);
        alice = new Operator(relay, ALICE);
        relay.connect().accepted(bad, worse);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private static TestEvents reportBy(int number) {
        return ofKind(1_984).by(TestKeys.key(number)).tag("p", BOB_HEX);
    }

    private static Event report(int number, Event target, String type) {
        return reportBy(number).tag("e", target.id().hex(), type).build();
    }

    private void pending(String... entries) {
        assertEquals(
                Stream.of(entries).collect(Collectors.joining(",", "[", "]")),
                alice.call("listeventsneedingmoderation"));
    }

    private static String entry(Event event, String reason) {
        return "{\"id\":\"" + event.id() + "\",\"reason\":\"" + reason + "\"}";
    }

    @Test
    void showsWhatWasReportedByHowManyAndForWhat() {
        pending();
        relay.connect()
                .accepted(
                        report(10, bad, "spam"),
                        report(11, worse, "illegal"),
                        report(12, worse, "spam"),
                        report(13, worse, "illegal"));
        pending(entry(worse, "3 reports: illegal 2, spam 1"), entry(bad, "1 report: spam 1"));
        assertEquals(2, relay.connect().stored("{\"kinds\":[1]}").size(), "nothing is removed");
    }

    @Test
    void countsAReporterOnceForAnEvent() {
        TestClient client = relay.connect();
        for (int i = 0; i < 50; i++) {
            client.accepted(reportBy(10)
                    .tag("e", bad.id().hex(), "spam")
                    .content("" + i)
                    .build());
        }
        client.accepted(report(11, worse, "nudity"), report(12, worse, "nudity"));
        pending(entry(worse, "2 reports: nudity 2"), entry(bad, "1 report: spam 1"));
    }

    @Test
    void readsTheTypeWhereClientsPutIt() {
        relay.connect()
                .accepted(
                        reportBy(10)
                                .tag("e", bad.id().hex())
                                .tag("p", BOB_HEX, "impersonation")
                                .build(),
                        reportBy(11)
                                .tag("x", "ab".repeat(32), "malware")
                                .tag("e", bad.id().hex(), "wss://hint.example")
                                .build(),
                        reportBy(12).tag("e", bad.id().hex(), "<script>").build(),
                        reportBy(13).tag("e", bad.id().hex()).build());
        pending(entry(bad, "4 reports: other 2, impersonation 1, malware 1"));
    }

    @Test
    void showsNothingThatIsNotStoredOrNoEvent() {
        relay.connect()
                .accepted(
                        report(10, note("never seen").build(), "spam"),
                        reportBy(11).tag("e", "xyz", "spam").build(),
                        reportBy(12).tag("e").build(),
                        reportBy(13).tag("p", BOB_HEX, "spam").build());
        pending();
    }

    @Test
    void showsNothingThatWasDecided() {
        TestClient client = relay.connect();
        client.accepted(report(10, bad, "spam"), report(10, worse, "spam"));
        alice.done("allowevent", bad.id().hex(), "harmless");
        alice.done("banevent", worse.id().hex());
        pending();
        client.accepted(report(11, bad, "illegal"));
        relay.restart();
        alice = new Operator(relay, ALICE);
        pending();
    }

    @Test
    void forgetsReportsThatAreGone() {
        TestClient client = relay.connect();
        Event report = report(10, bad, "spam");
        Event other = report(11, bad, "spam");
        client.accepted(report, other);
        client.accepted(TestEvents.deletionOf(report).by(TestKeys.key(10)).build());
        pending(entry(bad, "1 report: spam 1"));
        alice.done("banpubkey", TestKeys.key(11).publicKey().hex());
        pending();
    }

    @Test
    void aFloodOfOneReporterHidesNothing() {
        TestClient client = relay.connect();
        client.accepted(report(10, bad, "illegal"));
        List<Event> targets = Stream.iterate(0, i -> i + 1)
                .limit(300)
                .map(i -> note("harmless " + i).by(CAROL).build())
                .toList();
        relay.store().save(targets);
        relay.store()
                .save(targets.stream()
                        .map(target -> ofKind(1_984)
                                .by(CAROL)
                                .at(NOW + 1)
                                .tag("e", target.id().hex(), "spam")
                                .unsigned())
                        .toList());
        String list = alice.call("listeventsneedingmoderation");
        assertEquals(201, list.split("\"id\"", -1).length - 1);
        assertEquals(true, list.contains(bad.id().hex()));
    }

    @Test
    void longListsComeInPages() {
        TestClient client = relay.connect();
        client.accepted(report(10, bad, "spam"), report(11, worse, "spam"), report(12, worse, "spam"));
        String last = worse.id().hex();
        assertEquals("[" + entry(worse, "2 reports: spam 2") + "]", alice.call("listeventsneedingmoderation", 1));
        alice.done("banevent", last);
        assertEquals(
                "[" + entry(bad, "1 report: spam 1") + "]",
                alice.call("listeventsneedingmoderation", 1, last),
                "also when it was dealt with in between");
        assertEquals("[]", alice.call("listeventsneedingmoderation", 1, bad.id().hex()));
        assertEquals(
                "the entry before is gone: begin anew",
                alice.error(
                        "listeventsneedingmoderation",
                        1,
                        note("unknown").build().id().hex()));
    }
}
