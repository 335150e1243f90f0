package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Filter;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.EventCursor;
import dev.souk.storage.EventStore;
import dev.souk.storage.Snapshot;
import dev.souk.storage.StoredEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code souk sync} against a relay on a real socket. */
@Timeout(180)
class SyncCommandIT {
    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private final LocalRelay relay = LocalRelay.start();

    private static List<Event> notes(String what, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> TestEvents.note(what + " " + i)
                        .at(1_700_000_000 - i)
                        .by(TestKeys.key(1 + i % 3))
                        .build())
                .toList();
    }

    private void here(List<Event> events) {
        try (EventStore store = new Shell(folder).store()) {
            store.save(events);
        }
    }

    private void there(List<Event> events) {
        byte[] lines = events.stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
        Shell.Result result = new Shell(folder).input(lines).run("publish", relay.url(), "-");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
    }

    private Set<Bytes32> here() {
        Set<Bytes32> ids = new TreeSet<>();
        try (EventStore store = new Shell(folder).store();
                Snapshot snapshot = store.snapshot();
                EventCursor cursor =
                        snapshot.find(List.of(Filter.builder().kinds(1, 3, 4, 5).build()))) {
            for (Optional<StoredEvent> event = cursor.next(); event.isPresent(); event = cursor.next()) {
                ids.add(event.get().header().id());
            }
        }
        return ids;
    }

    private Set<Bytes32> there() {
        return new Shell(folder)
                .run("req", relay.url(), "{\"kinds\":[1,3,4,5],\"limit\":5000}")
                .out()
                .lines()
                .map(line -> Bytes32.ofHex(line.replaceAll(".*\"id\":\"([0-9a-f]{64})\".*", "$1")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Bytes32> ids(List<Event> events) {
        return events.stream().map(Event::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private Shell.Result sync(String... more) {
        // The relay publishes statistics of its own, which are not what these tests are about.
        String[] all = Stream.concat(Stream.of("sync", relay.url(), "--kinds", "1,3,4,5"), Stream.of(more))
                .toArray(String[]::new);
        return new Shell(folder).run(all);
    }

    @Test
    void bothSidesHaveEverythingInTheEnd() {
        List<Event> shared = notes("shared", 700);
        List<Event> mine = notes("mine", 320);
        List<Event> theirs = notes("theirs", 410);
        here(Stream.concat(shared.stream(), mine.stream()).toList());
        there(Stream.concat(shared.stream(), theirs.stream()).toList());
        Shell.Result result = sync();
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(
                result.err().contains("only here 320, only there 410; sent 320, received 410; left 0"), result.err());
        Set<Bytes32> all = new TreeSet<>(ids(shared));
        all.addAll(ids(mine));
        all.addAll(ids(theirs));
        assertEquals(all, here());
        assertEquals(all, there());
        assertTrue(sync().err().contains("only here 0, only there 0; sent 0, received 0; left 0"));
    }

    @Test
    void goesOnlyTheWayThatIsAskedFor() {
        List<Event> mine = notes("mine", 5);
        List<Event> theirs = notes("theirs", 7);
        here(mine);
        there(theirs);
        assertTrue(sync("--dir", "down").err().contains("sent 0, received 7; left 0"));
        assertEquals(ids(theirs), there());
        assertTrue(sync("--dir", "up").err().contains("sent 5, received 0; left 0"));
        assertEquals(here(), there());
    }

    @Test
    void syncsWhatAFilterMatches() {
        List<Event> mine = notes("mine", 20);
        here(mine);
        Shell.Result result = sync(
                "--since", "1699999990", "--authors", mine.getFirst().pubkey().hex());
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertEquals(
                mine.stream()
                        .filter(event -> event.createdAt() >= 1_699_999_990
                                && event.pubkey().equals(mine.getFirst().pubkey()))
                        .map(Event::id)
                        .collect(Collectors.toCollection(TreeSet::new)),
                there());
    }

    @Test
    void saysWhatIsLeftAndWhy() {
        Event old = TestEvents.ofKind(3).at(100).build();
        Event latest = TestEvents.ofKind(3).at(200).build();
        Event unwanted = TestEvents.note("unwanted").build();
        Event deletion = TestEvents.ofKind(5).tag("e", unwanted.id().hex()).build();
        here(List.of(old));
        there(List.of(latest, unwanted));
        here(List.of(deletion));
        Shell.Result result = sync("--dir", "down");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().contains("1 not kept here: its author has deleted it"), result.err());
        assertEquals(ids(List.of(latest, deletion)), here());
    }

    @Test
    void leavesPrivateEventsWhereTheyAre() {
        Event letter =
                TestEvents.ofKind(4).tag("p", TestKeys.bob().publicKey().hex()).build();
        here(List.of(letter));
        assertTrue(sync().err().contains("only here 0"));
        assertEquals(Set.of(), there());
    }

    @Test
    void isNoUseAgainstWhatIsNoRelayOrASecondProcess() throws IOException {
        Shell shell = new Shell(folder);
        assertEquals(ExitCode.USAGE, shell.run("sync").exitCode());
        assertEquals(ExitCode.USAGE, shell.run("sync", "http://x").exitCode());
        assertEquals(ExitCode.USAGE, sync("--limit", "5").exitCode());
        assertEquals(ExitCode.USAGE, sync("--dir", "sideways").exitCode());
        assertEquals(ExitCode.FAILED, shell.run("sync", "ws://127.0.0.1:1").exitCode());
        try (EventStore running = shell.store()) {
            Shell.Result result = sync();
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertTrue(result.err().contains("another process uses the store"), result.err() + running.sequence());
        }
    }

    @Test
    void saysWhenTheOtherSideDoesNotReconcile() throws IOException {
        List<String> told = new ArrayList<>();
        for (String answer : List.of(
                "[\"NEG-ERR\",\"sync\",\"blocked: this query is too big\",5]",
                "[\"NOTICE\",\"what is NEG-OPEN?\"]",
                "[\"CLOSED\",\"sync\",\"unsupported: no\"]",
                "[\"NEG-MSG\",\"sync\",\"62\"]",
                "[\"NEG-MSG\",\"sync\",\"6100000203\"]")) {
            try (ScriptedRelay scripted = ScriptedRelay.answering(answer)) {
                Shell.Result result = new Shell(folder).run("sync", scripted.url());
                assertEquals(ExitCode.FAILED, result.exitCode());
                told.add(result.err());
            }
        }
        assertTrue(told.get(0).contains("refuses to reconcile: blocked: this query is too big"), told.get(0));
        assertTrue(told.get(1).contains("does not reconcile (NIP-77): what is NEG-OPEN?"), told.get(1));
        assertTrue(told.get(2).contains("does not reconcile (NIP-77): unsupported: no"), told.get(2));
        assertTrue(told.get(3).contains("no message of negentropy"), told.get(3));
        assertTrue(told.get(4).contains("fewer ids than a list claims"), told.get(4));
    }

    /** Lists ids, and sends something else, or nothing. */
    @Test
    void isNotMisledByWhoListsWhatHeDoesNotSend() throws IOException {
        String listed = "[\"NEG-MSG\",\"sync\",\"6100000201" + "ab".repeat(32) + "\"]";
        Event other = TestEvents.note("other").build();
        try (ScriptedRelay scripted = ScriptedRelay.answering(
                listed,
                "",
                "[\"EVENT\",\"sync\"," + new String(other.json(), StandardCharsets.UTF_8) + "]\n[\"EOSE\",\"sync\"]",
                "",
                listed,
                "")) {
            Shell.Result result = new Shell(folder).run("sync", scripted.url());
            assertEquals(ExitCode.OK, result.exitCode(), result.err());
            assertTrue(result.err().contains("1 the relay lists it, and does not send it"), result.err());
            assertEquals(Set.of(), here());
        }
    }
}
