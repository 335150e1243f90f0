package dev.souk.deploy;

import dev.souk.deploy.config.ConfigChange;
import dev.souk.deploy.config.ConfigOutcome;
import dev.souk.deploy.config.ConfigUpdate;
import dev.souk.deploy.config.Problem;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.relay.files.WatchedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a running process follow its configuration file: reads it again when it has changed or when somebody asks, and says
 * in the log what came of it, a line for each key. A file with mistakes changes nothing, nor does one that is gone. The thread
 * {@code config} owns all of it.
 */
final class ConfigFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFollower.class);

    /** Of one value in the log; lists may be long. */
    private static final int MAX_SHOWN = 200;

    private final Supplier<ConfigOutcome> source;
    private final WatchedFiles files;
    private final Consumer<SoukConfig> apply;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread = new Thread(this::run, "config");
    private SoukConfig inForce;
    private boolean hasFile;
    private volatile boolean isStopping;

    /**
     * @param source reads everything anew
     * @param files that are read, as they were before {@code started} was: what changed since is read again
     * @param started what the process was started with
     * @param apply has the process go on with it
     */
    ConfigFollower(
            Supplier<ConfigOutcome> source,
            WatchedFiles files,
            ConfigOutcome.Usable started,
            Consumer<SoukConfig> apply) {
        this.source = source;
        this.files = files;
        this.inForce = started.config();
        this.hasFile = started.file().isPresent();
        this.apply = apply;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Has the configuration read again, changed or not. Any thread, never waits. */
    void ask() {
        asked.release();
    }

    private void run() {
        while (!isStopping) {
            try {
                boolean isAsked = asked.tryAcquire(1, TimeUnit.SECONDS);
                asked.drainPermits();
                if (!isStopping && (isAsked || files.haveChanged())) {
                    files.take();
                    reload();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void reload() {
        try {
            switch (source.get()) {
                case ConfigOutcome.Unusable(List<Problem> problems) -> {
                    problems.forEach(ConfigFollower::say);
                    LOG.error(
                            "event=config-refused problems={} what=\"the settings from before stay\"", problems.size());
                }
                case ConfigOutcome.Usable(SoukConfig read, Optional<Path> file) -> {
                    if (hasFile && file.isEmpty()) {
                        // Whoever wants the defaults says so in a file: this one may be on its way back.
                        LOG.error("event=config-refused what=\"the file is gone; the settings from before stay\"");
                        return;
                    }
                    hasFile = file.isPresent();
                    follow(read);
                }
            }
        } catch (RuntimeException e) {
            LOG.error("event=config-not-followed what=\"some of it may be in force; read it again\"", e);
        }
    }

    private void follow(SoukConfig read) {
        ConfigUpdate update = ConfigUpdate.of(inForce, read);
        update.changes().forEach(ConfigFollower::say);
        inForce = update.config();
        apply.accept(inForce);
        LOG.info("event=config-read changed={}", update.changes().size());
    }

    private static void say(Problem problem) {
        LOG.error("event=config-problem what=\"{}\"", problem.toString().replace('"', '\''));
    }

    private static void say(ConfigChange change) {
        String event = change.needsRestart() ? "config-needs-restart" : "config-changed";
        LOG.info("event={} key={} from={} to={}", event, change.key(), shown(change.from()), shown(change.to()));
    }

    private static String shown(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
    }

    /** Follows no more; what is being read is finished. */
    @Override
    public void close() {
        isStopping = true;
        asked.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
