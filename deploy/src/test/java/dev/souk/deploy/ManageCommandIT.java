package dev.souk.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import dev.souk.relay.config.RelayConfig;
import dev.souk.relay.config.RunningConfig;
import dev.souk.relay.moderation.Moderation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ManageCommandIT {
    private static final String BOB = TestKeys.bob().publicKey().hex();
    private static final String CAROL = TestKeys.carol().publicKey().hex();

    @TempDir
    private Path folder = Path.of("");

    private LocalRelay relay = LocalRelay.start();
    private Path key = Path.of("");

    @BeforeEach
    void manage() {
        relay.close();
        key = folder.resolve("me.key");
        String pubkey = new Shell(folder)
                .run("publish", "--new-key", key.toString())
                .out()
                .strip();
        relay = LocalRelay.start("members.operators", pubkey, "management.audit_folder", folder.toString());
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    private Shell.Result manage(String... words) {
        return new Shell(folder)
                .run(Stream.concat(
                                Stream.of("manage", "--relay", relay.url(), "--key", key.toString()),
                                Arrays.stream(words))
                        .toArray(String[]::new));
    }

    @Test
    void doesWhatIsCalledAndPrintsListsLineByLine() throws IOException {
        assertEquals("true\n", manage("banpubkey", BOB, "it's \"spam\"").out());
        assertEquals("true\n", manage("banpubkey", CAROL).out());
        assertEquals(
                "{\"pubkey\":\"" + BOB + "\",\"reason\":\"it's \\\"spam\\\"\"}\n{\"pubkey\":\"" + CAROL + "\"}\n",
                manage("listbannedpubkeys").out());
        assertEquals(
                "{\"pubkey\":\"" + CAROL + "\"}\n",
                manage("listbannedpubkeys", "5", BOB).out());
        assertTrue(Files.readString(folder.resolve("audit.jsonl")).contains("\"listbannedpubkeys\",\"params\":[5,"));
    }

    @Test
    void numbersInQuotesAreTexts() {
        assertEquals("true\n", manage("disallowkind", "7").out());
        assertEquals("true\n", manage("changerelayname", "\"7\"").out());
        Shell.Result result = manage("changerelayname", "7");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().contains("the relay refuses: the name must be a string"), result.err());
    }

    @Test
    void aStrangerIsTurnedAway() {
        Path other = folder.resolve("other.key");
        new Shell(folder).run("publish", "--new-key", other.toString());
        Shell.Result result =
                new Shell(folder).run("manage", "--relay", relay.url(), "--key", other.toString(), "supportedmethods");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("souk: the relay refuses: this key manages nothing here\n", result.err());
    }

    @Test
    void aRelayThatNobodyManagesSaysSo() {
        try (LocalRelay other = LocalRelay.start()) {
            Shell.Result result =
                    new Shell(folder).run("manage", "--relay", other.url(), "--key", key.toString(), "stats");
            assertEquals(ExitCode.FAILED, result.exitCode());
            assertTrue(result.err().contains("gives no answer of a management API"), result.err());
        }
    }

    @Test
    void whatIsBannedIsNotImported() {
        Event ofBob = TestEvents.note("of bob").by(TestKeys.bob()).build();
        Event ofCarol = TestEvents.note("of carol").by(TestKeys.carol()).build();
        Event reaction = TestEvents.ofKind(7).build();
        Event banned = TestEvents.note("banned").build();
        try (var opened = new Shell(folder).store()) {
            var moderation = Moderation.open(opened, new RunningConfig(RelayConfig.DEFAULT));
            moderation.banPubkey(ofBob.pubkey(), "spam");
            moderation.banEvent(banned.id(), "");
            moderation.kinds().set(7, false);
        }
        String lines = Stream.of(ofBob, ofCarol, reaction, banned)
                .map(event -> new String(event.json(), UTF_8) + "\n")
                .reduce("", String::concat);
        Shell.Result result = new Shell(folder).input(lines.getBytes(UTF_8)).run("import");
        assertTrue(result.err().contains("line 1: banned: this key is banned: spam\n"), result.err());
        assertTrue(result.err().contains("line 3: kind not accepted: this relay does not take kind 7\n"), result.err());
        assertTrue(result.err().contains("line 4: banned: this event is banned\n"), result.err());
        assertTrue(result.err().contains("stored 1,"), result.err());
    }
}
