package dev.souk.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigReader;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.files.WatchedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(180)
class ConfigFollowerIT {
    @TempDir
    private Path folder = Path.of("");

    private final BlockingQueue<SoukConfig> applied = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
        }
    };
    private Optional<ConfigFollower> follower = Optional.empty();

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(ConfigFollower.class);
    }

    @BeforeEach
    void listen() {
        appender.start();
        logger().addAppender(appender);
    }

    @AfterEach
    void stop() {
        follower.ifPresent(ConfigFollower::close);
        logger().detachAppender(appender);
    }

    private Path file() {
        return folder.resolve("souk.toml");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private ConfigFollower follow(Consumer<SoukConfig> apply) {
        WatchedFiles files = new WatchedFiles(List.of(file()));
        return follow(files, (ConfigOutcome.Usable) read(), apply);
    }

    private ConfigOutcome read() {
        return new ConfigReader(folder, Map.of("SOUK_LIMITS_MAX_FILTERS", "11")).read(Optional.empty(), List.of());
    }

    private ConfigFollower follow(WatchedFiles files, ConfigOutcome.Usable first, Consumer<SoukConfig> apply) {
        return follow(this::read, files, first, apply);
    }

    private ConfigFollower follow(
            Supplier<ConfigOutcome> source,
            WatchedFiles files,
            ConfigOutcome.Usable first,
            Consumer<SoukConfig> apply) {
        ConfigFollower made = new ConfigFollower(source, files, first, apply);
        made.start();
        follower = Optional.of(made);
        return made;
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Optional.ofNullable(queue.poll(60, TimeUnit.SECONDS)).orElseThrow();
    }

    @Test
    void aChangedFileIsFollowedWithALineForEachKey() throws IOException, InterruptedException {
        write("[limits]\nmax_limit = 1000\n");
        follow(applied::add);
        write("[limits]\nmax_limit = 900\nmax_filters = 5\n[log]\nlevel = \"debug\"\n");
        SoukConfig config = next(applied);
        assertEquals(900, config.relay().limits().maxLimit());
        assertEquals(11, config.relay().limits().maxFilters());
        assertEquals("event=config-changed key=limits.max_limit from=1000 to=900", next(lines));
        assertEquals("event=config-changed key=log.level from=\"info\" to=\"debug\"", next(lines));
        assertEquals("event=config-read changed=2", next(lines));
    }

    @Test
    void whatChangedAfterItWasReadAtTheStartIsFollowed() throws IOException, InterruptedException {
        write("[limits]\nmax_limit = 1000\n");
        WatchedFiles files = new WatchedFiles(List.of(file()));
        ConfigOutcome.Usable first = (ConfigOutcome.Usable) read();
        write("[limits]\nmax_limit = 900\n");
        follow(files, first, applied::add);
        assertEquals(900, next(applied).relay().limits().maxLimit());
    }

    @Test
    void whatNeedsARestartStaysAndIsNamed() throws IOException, InterruptedException {
        write("");
        follow(applied::add);
        write("[server]\nport = 9000\ncompression = false\n[threads]\nverify = 7\n");
        SoukConfig config = next(applied);
        assertEquals(7777, config.relay().server().port());
        assertEquals(2, config.relay().threads().verify());
        assertEquals(false, config.relay().server().compression());
        assertEquals("event=config-needs-restart key=server.port from=7777 to=9000", next(lines));
        assertEquals("event=config-changed key=server.compression from=true to=false", next(lines));
        assertEquals("event=config-needs-restart key=threads.verify from=2 to=7", next(lines));
    }

    @Test
    void aFileWithMistakesChangesNothingAndEveryMistakeIsSaid() throws IOException, InterruptedException {
        write("");
        ConfigFollower made = follow(applied::add);
        write("[limits]\nmax_limit = \"many\"\nmax_limits = 3\n[server]\ntrusted_proxies = [\"10.0.0.0/99\"]\n");
        List<String> problems = List.of(next(lines), next(lines), next(lines));
        assertTrue(problems.get(0).contains("souk.toml:2:1") && problems.get(0).contains("limits.max_limit"));
        assertTrue(problems.get(1).contains("the nearest is limits.max_limit"), problems::toString);
        assertTrue(problems.get(2).contains("10.0.0.0/99"), problems::toString);
        assertTrue(next(lines).startsWith("event=config-refused problems=3"));
        assertTrue(applied.isEmpty());
        write("[limits]\nmax_limit = 600\n");
        made.ask();
        assertEquals(600, next(applied).relay().limits().maxLimit());
    }

    @Test
    void whoAsksIsFollowedThoughNothingHasChanged() throws IOException, InterruptedException {
        write("");
        follow(applied::add).ask();
        next(applied);
        assertEquals("event=config-read changed=0", next(lines));
    }

    @Test
    void aChangeThatCannotBeFollowedIsSaidAndTheNextOneIsTaken() throws IOException, InterruptedException {
        write("");
        ConfigFollower made = follow(config -> {
            applied.add(config);
            throw new IllegalStateException("no");
        });
        made.ask();
        next(applied);
        assertTrue(next(lines).startsWith("event=config-not-followed"));
        made.ask();
        next(applied);
    }

    @Test
    void aFileThatIsAwayForAMomentChangesNothing() throws IOException, InterruptedException {
        write("[limits]\nmax_limit = 900\n");
        ConfigFollower made = follow(applied::add);
        Files.delete(file());
        String gone = "event=config-refused what=\"the file is gone; the settings from before stay\"";
        assertEquals(gone, next(lines));
        made.ask();
        assertEquals(gone, next(lines));
        assertTrue(applied.isEmpty());
        write("[limits]\nmax_limit = 800\n");
        assertEquals(800, next(applied).relay().limits().maxLimit());
        assertEquals("event=config-changed key=limits.max_limit from=900 to=800", next(lines));
    }

    @Test
    void whoStartedWithoutAFileFollowsTheOneThatComesAndStaysWithIt() throws IOException, InterruptedException {
        follow(applied::add).ask();
        next(applied);
        assertEquals("event=config-read changed=0", next(lines));
        write("[limits]\nmax_limit = 800\n");
        assertEquals(800, next(applied).relay().limits().maxLimit());
        assertTrue(next(lines).startsWith("event=config-changed"));
        assertEquals("event=config-read changed=1", next(lines));
        Files.delete(file());
        assertTrue(next(lines).startsWith("event=config-refused"));
        assertTrue(applied.isEmpty());
    }

    @Test
    void whoCannotBeReadOnceIsReadAgain() throws IOException, InterruptedException {
        write("");
        AtomicInteger reads = new AtomicInteger();
        ConfigFollower made = follow(
                () -> {
                    if (reads.incrementAndGet() == 1) {
                        throw new IllegalStateException("no");
                    }
                    return read();
                },
                new WatchedFiles(List.of(file())),
                (ConfigOutcome.Usable) read(),
                applied::add);
        made.ask();
        assertTrue(next(lines).startsWith("event=config-not-followed"));
        made.ask();
        next(applied);
    }
}
