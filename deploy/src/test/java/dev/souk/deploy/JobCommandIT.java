package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import dev.souk.protocol.TestKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class JobCommandIT {
    private static final String JOB = "5".repeat(64);
    private static final String TELLER = TestKeys.alice().publicKey().hex();

    private final long now = InstantSource.system().instant().getEpochSecond();

    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private final LocalRelay relay = LocalRelay.start();

    @Test
    void showsTheStatusThatSomebodyPublished() {
        publish(status("delivered", "open", now).build());
        Shell.Result result = job(JOB, relay.url(), "--by", TELLER);
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.out().startsWith("job         " + JOB + "\n"), result.out());
        assertTrue(result.out().contains("\nstatus      delivered; open to offers\n"), result.out());
        assertTrue(result.out().contains("\ntold by     " + TELLER + ", "), result.out());
    }

    @Test
    void watchesUntilTheJobIsClosed() {
        publish(status("processing", "open", now).build());
        CompletableFuture<Shell.Result> watching =
                new Shell(folder).start("job", relay.url(), JOB, "--watch", "--by", TELLER);
        publish(status("completed", "closed", now + 1).build());
        Shell.Result result = watching.join();
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.out().contains("status      completed; closed to offers\n"), result.out());
    }

    @Test
    void othersWordsDoNotCount() {
        publish(status("completed", "closed", now).by(TestKeys.bob()).build());
        Shell.Result result = job(JOB, relay.url(), "--by", TELLER);
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("souk: " + relay.url() + " tells nothing of a job " + JOB + "\n", result.err());
    }

    @Test
    void aJobIsNamedByItsWholeId() {
        for (String id : new String[] {"55", "G".repeat(64), "note1xyz"}) {
            Shell.Result result = job(id, relay.url());
            assertEquals(ExitCode.USAGE, result.exitCode());
            assertTrue(result.err().contains("64 lowercase hex digits"), result.err());
        }
    }

    private static TestEvents status(String status, String openness, long at) {
        return TestEvents.ofKind(30_383).at(at).tag("d", JOB).tag("s", status).tag("l", openness);
    }

    private void publish(Event event) {
        Shell.Result result = new Shell(folder).input(event.json()).run("publish", relay.url(), "-");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertEquals(event.id() + "\n", result.out());
    }

    private Shell.Result job(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "job";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Shell(folder).run(all);
    }
}
