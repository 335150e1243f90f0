package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.souk.protocol.Event;
import dev.souk.protocol.TestEvents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ReqCommandIT {
    private final long now = InstantSource.system().instant().getEpochSecond();

    @TempDir
    private Path folder = Path.of("");

    @AutoClose
    private final LocalRelay relay = LocalRelay.start();

    @Test
    void printsWhatIsStoredNewestFirstAndEnds() throws IOException {
        Event old = publish(TestEvents.note("old \u2028 \ud83d\udd4c").at(now - 10));
        Event fresh = publish(TestEvents.note("fresh").at(now));
        publish(TestEvents.ofKind(7).at(now));
        Shell.Result result = req(relay.url(), "{\"kinds\":[1]}");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertEquals(lines(fresh, old), result.out());
    }

    @Test
    void eachFilterAddsItsMatches() throws IOException {
        Event note = publish(TestEvents.note("note").at(now));
        Event reaction = publish(TestEvents.ofKind(7).at(now - 1));
        Shell.Result result = req("{\"kinds\":[1]}", relay.url(), "{\"kinds\":[7]}");
        assertEquals(lines(note, reaction), result.out());
    }

    @Test
    void endsAfterSoManyEvents() throws IOException {
        publish(TestEvents.note("old").at(now - 10));
        Event fresh = publish(TestEvents.note("fresh").at(now));
        assertEquals(
                lines(fresh),
                req(relay.url(), "{\"kinds\":[1]}", "--count", "1").out());
    }

    @Test
    void followsWhatComesNew() throws IOException {
        Event stored = publish(TestEvents.note("stored").at(now - 10));
        CompletableFuture<Shell.Result> following =
                new Shell(folder).start("req", relay.url(), "--follow", "--count", "2", "{\"kinds\":[1]}");
        Event live = publish(TestEvents.note("live").at(now));
        Shell.Result result = following.join();
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        assertTrue(result.out().equals(lines(stored, live)) || result.out().equals(lines(live, stored)), result.out());
    }

    @Test
    void aRelayThatGoesAwayEndsTheFollowing() throws IOException {
        Event stored = publish(TestEvents.note("stored").at(now));
        CompletableFuture<Boolean> isFollowing = new CompletableFuture<>();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                isFollowing.complete(true);
            }
        };
        CompletableFuture<Shell.Result> following = new Shell(folder)
                .output(out)
                .start("req", relay.url(), "--follow", "{\"ids\":[\"" + stored.id() + "\"]}");
        isFollowing.join();
        relay.close();
        Shell.Result result = following.join();
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertTrue(result.err().startsWith("souk: " + relay.url() + " has ended the connection: "), result.err());
    }

    @Test
    void whoeverStopsReadingEndsItToo() throws IOException {
        publish(TestEvents.note("stored").at(now));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        Shell.Result result = new Shell(folder).output(broken).run("req", relay.url(), "{}");
        assertEquals(ExitCode.FAILED, result.exitCode());
        assertEquals("souk: whoever read the output went away\n", result.err());
    }

    @Test
    void aFilterThatIsNoneIsAUsageError() {
        for (String filter : new String[] {"kinds=1", "{\"kinds\":1}", "{\"kinds\":[1]", "[]", "{}],[{}"}) {
            Shell.Result result = req(relay.url(), filter);
            assertEquals(ExitCode.USAGE, result.exitCode(), filter);
            assertTrue(result.err().startsWith("souk: FILTER: "), result.err());
        }
        assertEquals(ExitCode.USAGE, req(relay.url()).exitCode());
        assertEquals(ExitCode.USAGE, req("ws://", "{}").exitCode());
        assertEquals(ExitCode.USAGE, req(relay.url(), relay.url(), "{}").exitCode());
    }

    private Event publish(TestEvents draft) {
        Event event = draft.build();
        Shell.Result result = new Shell(folder).input(event.json()).run("publish", relay.url(), "-");
        assertEquals(ExitCode.OK, result.exitCode(), result.err());
        return event;
    }

    private static String lines(Event... events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Event event : events) {
            lines.write(event.json());
            lines.write('\n');
        }
        return lines.toString(StandardCharsets.UTF_8);
    }

    private Shell.Result req(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "req";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Shell(folder).run(all);
    }
}
