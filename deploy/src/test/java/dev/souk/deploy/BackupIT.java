package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.storage.Change;
import dev.souk.storage.EventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with backups, from another process than the relay's. */
@Timeout(300)
class BackupIT {
    /** What a relay needs, and some hundred more. */
    private static final int MAX_FILES = 600;

    private static final int BEFORE = 1_000;
    private static final int DURING = Integer.getInteger("published", 6_000);

    @TempDir
    private Path folder = Path.of("");

    private Shell shell() {
        return new Shell(folder);
    }

    private String backups() {
        return folder.resolve("backups").toString();
    }

    private static List<Event> notes(String name, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> TestEvents.note(name + " " + i)
                        .by(TestKeys.key(10 + i % 20))
                        .at(1_700_000_000 + i)
                        .tag("t", "backup")
                        .build())
                .toList();
    }

    private void importEvents(List<Event> events) {
        importEvents(events, "store");
    }

    private void importEvents(List<Event> events, String store) {
        String lines = events.stream()
                .map(event -> new String(event.json(), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
        shell().input(lines.getBytes(StandardCharsets.UTF_8))
                .run("import", "--data", folder.resolve(store).toString());
    }

    private static Set<Bytes32> ids(List<Event> events) {
        return events.stream().map(Event::id).collect(Collectors.toSet());
    }

    /** The ids of all events that were stored up to a change, in their order. */
    private List<Bytes32> storedUpTo(long sequence) {
        try (EventStore store = shell().store()) {
            List<Bytes32> stored = new ArrayList<>();
            for (Change change : store.changesAfter(0, 1_000_000).changes()) {
                if (change.sequence() <= sequence && change instanceof Change.Stored(var event)) {
                    stored.add(event.header().id());
                }
            }
            return stored;
        }
    }

    private static void publish(CrashClient client, List<Event> events) {
        try {
            client.publish(events, 100);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private Shell.Result restore(String name, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("restore", "--data", folder.resolve(name).toString(), backups()));
        arguments.addAll(List.of(more));
        return shell().run(arguments.toArray(String[]::new));
    }

    @Test
    void aRelayThatIsWrittenToComesBackWithAllThatItHadAcceptedBefore() throws Exception {
        List<Event> before = notes("before", BEFORE);
        List<Event> during = notes("during", DURING);
        CrashProcess.Relay relay = CrashProcess.relay(folder, "store");
        long sequence;
        try (CrashClient client = CrashClient.connect(relay.socket(), relay.process())) {
            client.publish(before, 100);
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(client, during));
            Shell.Result made = shell().run("backup", backups());
            assertEquals(ExitCode.OK, made.exitCode(), made.err());
            sequence = sequence(made.err());
            Shell.Result verified = shell().run("verify", "--quiet");
            assertEquals(ExitCode.OK, verified.exitCode(), verified.err());
            publishing.join();
        } finally {
            stop(relay);
        }
        List<Bytes32> expected = storedUpTo(sequence);
        assertTrue(expected.containsAll(ids(before)), "what was accepted before the backup is not in it");
        assertEquals(ExitCode.OK, restore("restored").exitCode());
        CrashProcess.Relay again = CrashProcess.relay(folder, "restored");
        try (CrashClient client = CrashClient.connect(again.socket(), again.process())) {
            Set<Bytes32> all = ids(before);
            all.addAll(ids(during));
            // The relay itself publishes as well.
            all.retainAll(new HashSet<>(expected));
            Set<Bytes32> later = ids(during);
            expected.forEach(later::remove);
            assertEquals(all.size(), client.stored(all).size());
            assertEquals(Set.of(), client.stored(later));
            client.publish(List.of(TestEvents.note("and goes on").build()), 1);
        } finally {
            stop(again);
        }
        Shell.Result verified = shell().run(
                        "verify",
                        "--quiet",
                        "--data",
                        folder.resolve("restored").toString());
        assertEquals(ExitCode.OK, verified.exitCode(), verified.err());
    }

    private static long sequence(String made) {
        Matcher matcher = Pattern.compile("up to change ([0-9,]+),").matcher(made);
        assertTrue(matcher.find(), made);
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    private static void stop(CrashProcess.Relay relay) throws InterruptedException {
        relay.process().destroy();
        assertTrue(relay.process().waitFor(60, TimeUnit.SECONDS), "the relay does not stop");
    }

    @Test
    void backupsOfAStoppedRelayAreListedChosenAndThinnedOut() {
        importEvents(notes("first", 10));
        shell().run("backup", backups());
        importEvents(notes("second", 10));
        shell().run("backup", backups());
        List<String> list =
                shell().run("backup", "--list", backups()).out().lines().toList();
        assertEquals(2, list.size());
        assertTrue(list.get(0).startsWith("backup 1 of 20") && list.get(0).contains("change 10,"), list::toString);
        assertTrue(list.get(1).startsWith("backup 2 of 20") && list.get(1).contains("change 20,"), list::toString);
        assertEquals(ExitCode.OK, restore("one", "--number", "1").exitCode());
        assertEquals(10, exported("one"));
        assertEquals(ExitCode.OK, restore("newest").exitCode());
        assertEquals(20, exported("newest"));
        shell().run("backup", "--keep", "1", backups());
        Shell.Result gone = restore("gone", "--number", "1");
        assertEquals(ExitCode.FAILED, gone.exitCode());
        assertTrue(gone.err().contains("there is no backup 1 in "), gone.err());
        assertTrue(Files.notExists(folder.resolve("store/checkpoints")));
    }

    private long exported(String name) {
        return shell().run("export", "--data", folder.resolve(name).toString())
                .out()
                .lines()
                .count();
    }

    @Test
    void theKeyIsInABackupOnlyIfItIsAskedFor() throws IOException {
        importEvents(notes("one", 1));
        writeKey("11".repeat(32));
        shell().run("backup", backups());
        assertTrue(Files.notExists(folder.resolve("backups/relay.key")));
        Shell.Result without = restore("without");
        assertTrue(without.err().contains("WARNING: the backup holds no key"), without.err());
        shell().run("backup", "--with-key", backups());
        Shell.Result with = restore("with");
        assertFalse(with.err().contains("WARNING"), with.err());
        for (String copy : List.of("backups/relay.key", "with/relay.key")) {
            assertEquals("11".repeat(32), Files.readString(folder.resolve(copy)));
            assertEquals("rw-------", rights(copy));
        }
    }

    @Test
    void aCopyOfTheKeyGoesForNoOtherKey() throws IOException {
        importEvents(notes("one", 1));
        for (char key : new char[] {'1', '1', '2', '3', '3'}) {
            writeKey(String.valueOf(key).repeat(64));
            // Left behind by one that was killed.
            Files.writeString(folder.resolve("backups/relay.key.new"), "half");
            Shell.Result result = shell().run("backup", "--with-key", backups());
            assertEquals(ExitCode.OK, result.exitCode(), result.err());
        }
        assertEquals("3".repeat(64), Files.readString(folder.resolve("backups/relay.key")));
        assertEquals("1".repeat(64), Files.readString(folder.resolve("backups/relay.key.1")));
        assertEquals("2".repeat(64), Files.readString(folder.resolve("backups/relay.key.2")));
        assertTrue(Files.notExists(folder.resolve("backups/relay.key.3")));
        assertTrue(Files.notExists(folder.resolve("backups/relay.key.new")));
        writeKey("4".repeat(64));
        Shell.Result other = shell().run("backup", "--with-key", backups());
        assertTrue(other.err().contains("WARNING: the backups held another key, which is now in "), other.err());
        assertEquals("rw-------", rights("backups/relay.key.3"));
    }

    private void writeKey(String text) throws IOException {
        Files.createDirectories(folder.resolve("backups"));
        Path key = folder.resolve("store/relay.key");
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, text);
    }

    private String rights(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file)));
    }

    /** The copy is made only when the new one can be: a folder in its place stands for a full disk. */
    @Test
    void aCopyThatFailsLeavesTheOldOne() throws IOException {
        importEvents(notes("one", 1));
        writeKey("1".repeat(64));
        shell().run("backup", "--with-key", backups());
        writeKey("2".repeat(64));
        Files.createDirectories(folder.resolve("backups/relay.key.new/full"));
        Shell.Result result = shell().run("backup", "--with-key", backups());
        assertEquals(ExitCode.FAILED, result.exitCode(), result.err());
        assertEquals("1".repeat(64), Files.readString(folder.resolve("backups/relay.key")));
    }

    @Test
    void whereThereIsNoStoreNothingIsMade() {
        for (String[] command : new String[][] {{"backup", backups()}, {"verify"}, {"verify", "--repair"}}) {
            Shell.Result result = shell().run(command);
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertTrue(result.err().startsWith("souk: there is no store in "), result.err());
        }
        assertTrue(Files.notExists(folder.resolve("store")));
        Shell.Result result = restore("restored");
        assertTrue(result.err().startsWith("souk: there is no "), result.err());
        assertTrue(Files.notExists(folder.resolve("restored")));
    }

    @Test
    void aRestoreTouchesNoStoreThatIsThere() {
        importEvents(notes("one", 1));
        shell().run("backup", backups());
        Shell.Result result = restore("store");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().startsWith("souk: there is a store in "), result.err());
    }

    @Test
    void verifySaysHowMuchItLookedAt() {
        importEvents(notes("note", 25));
        Shell.Result result = shell().run("verify", "--repair");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.err().endsWith("verified 25 events\nnothing is wrong\n"), result.err());
    }

    @Test
    void aRelayThatHadRunOutOfFilesHandsOutCheckpointsAgain() throws Exception {
        CrashProcess.Relay relay = CrashProcess.relay(folder, "store", MAX_FILES);
        List<Socket> crowd = new ArrayList<>();
        try {
            CrashClient.connect(relay.socket(), relay.process()).close();
            assertEquals(ExitCode.OK, shell().run("backup", backups()).exitCode());
            long before = openFiles(relay);
            long more = MAX_FILES - before + 20;
            for (long i = 0; i < more; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), relay.port()));
            }
            awaitLog("Too many open files");
            UnixDomainSocketAddress door = UnixDomainSocketAddress.of(folder.resolve("store/checkpoint.sock"));
            try (SocketChannel knocking = SocketChannel.open(door)) {
                assertTrue(knocking.isConnected());
                awaitLog("event=checkpoint-door-failed");
            }
            close(crowd);
            awaitFewerFiles(relay, before + more / 2);
            Shell.Result made = shell().run("backup", backups());
            assertEquals(ExitCode.OK, made.exitCode(), made.err());
        } finally {
            close(crowd);
            stop(relay);
        }
    }

    private void awaitLog(String what) throws IOException {
        while (!Files.readString(folder.resolve("log")).contains(what)) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static long openFiles(CrashProcess.Relay relay) throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of("/proc", Long.toString(relay.process().pid()), "fd"))) {
            return files.count();
        }
    }

    private static void awaitFewerFiles(CrashProcess.Relay relay, long bound) throws IOException {
        while (openFiles(relay) >= bound) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Two stores whose backup.folder is the same, which is on a path short enough for a socket, for instance. */
    @Test
    void aCommandGetsTheStoreThatItNamesWhoeverSharesTheFolder() throws Exception {
        Files.writeString(folder.resolve("souk.toml"), "[backup]\nfolder = \"" + folder.resolve("doors") + "\"\n");
        importEvents(notes("one", 30), "store");
        importEvents(notes("another", 7), "other");
        CrashProcess.Relay relay = CrashProcess.relay(folder, "store");
        try {
            CrashClient.connect(relay.socket(), relay.process()).close();
            assertVerifies("other", 7);
            CrashProcess.Relay second = CrashProcess.relay(folder, "other");
            try {
                CrashClient.connect(second.socket(), second.process()).close();
                assertVerifies("store", 30);
                assertVerifies("other", 7);
            } finally {
                stop(second);
            }
            assertVerifies("store", 30);
        } finally {
            stop(relay);
        }
    }

    /** The relay publishes a few events of its own, sooner or later. */
    private void assertVerifies(String store, int imported) {
        Shell.Result result =
                shell().run("verify", "--quiet", "--data", folder.resolve(store).toString());
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        Matcher verified = Pattern.compile("verified ([0-9,]+) events").matcher(result.err());
        assertTrue(verified.find(), result.err());
        int count = Integer.parseInt(verified.group(1));
        assertTrue(count >= imported && count < imported + 20, result.err());
    }
}
