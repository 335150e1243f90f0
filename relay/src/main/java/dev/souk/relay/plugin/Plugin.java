package dev.souk.relay.plugin;

import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.files.WatchedFiles;
import dev.souk.relay.ingest.Ruling;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.Health.Part;
import dev.souk.relay.metrics.Health.Pulse;
import dev.souk.relay.metrics.PluginMeters.End;
import dev.souk.relay.metrics.RelayMetrics;
import dev.souk.relay.outbound.OutboundBatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's program, as long as the settings name one. Questions wait in one queue; when it is full, or no process runs,
 * {@code on_failure} decides at once. Thread-safe.
 *
 * <p>The thread {@code plugin} owns the processes: it starts one, gives up what is late, starts another after a failure, each time
 * later, and when the command or its file has changed: then the new one must live for a moment before the old one is let go.
 */
final class Plugin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Plugin.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How often it is looked at the file, and at the settings while there is no plugin. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Who has lived so long has not failed at once. */
    private static final long TRIAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a stop waits for answers at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<PluginConfig> settings;
    private final RelayMetrics metrics;
    private final Health health;
    private final Rulings rulings;
    private final BlockingQueue<Question> waiting;
    private final Thread thread;

    /** Written by the thread, read by those who ask. */
    private volatile State state;

    /** When the thread stops waiting for answers; set by who closes. */
    private volatile Optional<Long> closeAt = Optional.empty();

    // What follows belongs to the thread.

    private Optional<PluginProcess> current = Optional.empty();

    /** Takes the place of the current one when it has lived for a moment. */
    private Optional<PluginProcess> next = Optional.empty();

    /** Those that are not asked any more, until they are gone. */
    private final List<PluginProcess> leaving = new ArrayList<>();

    private Optional<Launch> latest = Optional.empty();
    private Optional<PluginException> lastFailure = Optional.empty();
    private int failures;
    private long nextStart = System.nanoTime();
    private long nextLook = nextStart;

    private enum State {
        /** There is none. */
        OFF,
        /** It is asked. */
        UP,
        /** There should be one, and is none. */
        DOWN
    }

    /** What was started last, whatever became of it. */
    private record Launch(Program program, WatchedFiles files) {
        private Launch(Program program) {
            this(program, new WatchedFiles(program.files()));
        }
    }

    Plugin(Supplier<PluginConfig> settings, RelayMetrics metrics, Health health) {
        this.settings = settings;
        this.metrics = metrics;
        this.health = health;
        this.rulings = new Rulings(settings, metrics.plugin());
        this.waiting = new ArrayBlockingQueue<>(settings.get().maxWaiting());
        this.state = settings.get().isOn() ? State.UP : State.OFF;
        this.thread = health.vital("plugin", this::run);
        metrics.queue("plugin", waiting);
    }

    void start() {
        thread.start();
    }

    /** Whether there is one to ask, or should be. */
    boolean isOn() {
        return state != State.OFF;
    }

    /** Takes a question in; never waits, but for the writer when nothing can be asked. */
    void ask(Question question, OutboundBatch out) throws InterruptedException {
        if (state == State.DOWN) {
            rulings.failed(question, End.FAILED, out);
        } else if (!waiting.offer(question)) {
            rulings.failed(question, End.FULL, out);
        }
    }

    private void run() {
        Pulse pulse = health.pulse("plugin");
        try {
            while (!isOver()) {
                pulse.beat();
                look();
                LockSupport.parkNanos(this, state == State.OFF ? LOOK_NANOS : TICK_NANOS);
            }
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        long now = System.nanoTime();
        for (PluginProcess process : processes()) {
            process.look(now);
        }
        rulings.failed(lateOnes(now), End.LATE, new OutboundBatch());
        leaving.removeIf(PluginProcess::isGone);
        current.filter(process -> process.failure().isPresent()).ifPresent(process -> failed(process, now));
        PluginConfig config = settings.get();
        if (!config.isOn()) {
            turnOff();
        } else if (current.isPresent()) {
            renewWhenChanged(config, now);
        } else if (now - nextStart >= 0) {
            start(config, now);
        }
        if (state == State.DOWN) {
            rulings.failed(waitingOnes(), End.FAILED, new OutboundBatch());
        }
        tellHealth(now);
    }

    private List<PluginProcess> processes() {
        return Stream.of(current.stream(), next.stream(), leaving.stream())
                .flatMap(some -> some)
                .toList();
    }

    /** Those that have waited for their turn too long. */
    private List<Question> lateOnes(long nowNanos) {
        long before = nowNanos - settings.get().timeout().toNanos();
        Question first = waiting.peek();
        if (first == null || first.sinceNanos() - before >= 0) {
            return List.of();
        }
        List<Question> late = new ArrayList<>();
        waiting.removeIf(question -> question.sinceNanos() - before < 0 && late.add(question));
        return late;
    }

    private List<Question> waitingOnes() {
        List<Question> all = new ArrayList<>();
        waiting.drainTo(all);
        return all;
    }

    private void turnOff() throws InterruptedException {
        if (state == State.OFF) {
            return;
        }
        state = State.OFF;
        retireAll();
        latest = Optional.empty();
        failures = 0;
        nextStart = System.nanoTime();
        OutboundBatch out = new OutboundBatch();
        for (Question question : waitingOnes()) {
            question.asker().told(Ruling.ACCEPT, out);
        }
    }

    private void retireAll() throws InterruptedException {
        current.ifPresent(this::letGo);
        current = Optional.empty();
        if (next.isPresent()) {
            next.get().fail("is not needed any more");
            leaving.add(next.get());
            next = Optional.empty();
        }
    }

    private void letGo(PluginProcess old) {
        old.retire();
        leaving.add(old);
    }

    /** There is none: this one serves at once. */
    private void start(PluginConfig config, long now) {
        state = State.UP;
        try {
            PluginProcess started = launch(config);
            started.serve();
            current = Optional.of(started);
        } catch (IOException e) {
            failed("cannot be started: " + e.getMessage(), now);
        }
    }

    private PluginProcess launch(PluginConfig config) throws IOException {
        Launch launch = new Launch(Program.of(config));
        latest = Optional.of(launch);
        return PluginProcess.start(
                launch.program(),
                waiting,
                settings,
                rulings,
                metrics.plugin(),
                health,
                () -> LockSupport.unpark(thread));
    }

    private void renewWhenChanged(PluginConfig config, long now) {
        if (next.isPresent()) {
            tryOut(next.get(), now);
        } else if (hasChanged(config, now)) {
            try {
                next = Optional.of(launch(config));
            } catch (IOException e) {
                refuse("cannot be started: " + e.getMessage());
            }
        }
    }

    private boolean hasChanged(PluginConfig config, long now) {
        Program wanted = Program.of(config);
        if (!latest.map(Launch::program).filter(wanted::equals).isPresent()) {
            return true;
        }
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + LOOK_NANOS;
        return latest.filter(launch -> launch.files().haveChanged()).isPresent();
    }

    private void tryOut(PluginProcess candidate, long now) {
        if (candidate.failure().isPresent()) {
            next = Optional.empty();
            leaving.add(candidate);
            refuse(candidate.failure().get());
        } else if (candidate.ageNanos(now) >= TRIAL_NANOS) {
            current.ifPresent(this::letGo);
            takeOver(candidate);
            LOG.info("event=plugin-renewed");
        }
    }

    private void takeOver(PluginProcess candidate) {
        next = Optional.empty();
        candidate.serve();
        current = Optional.of(candidate);
        state = State.UP;
    }

    private static void refuse(String why) {
        LOG.error("event=plugin-refused why=\"the new plugin {}\" what=\"the old one stays\"", why);
    }

    private void failed(PluginProcess gone, long now) {
        current = Optional.empty();
        leaving.add(gone);
        if (gone.ageNanos(now) >= settings.get().restartMax().toNanos()) {
            failures = 0;
        }
        failed(gone.failure().orElse(""), now);
        next.filter(candidate -> candidate.failure().isEmpty()).ifPresent(this::takeOver);
    }

    private void failed(String why, long now) {
        PluginConfig config = settings.get();
        long delay = config.restartMin().toNanos();
        for (int i = 0; i < failures && delay < config.restartMax().toNanos(); i++) {
            delay *= 2;
        }
        delay = Math.min(delay, config.restartMax().toNanos());
        failures++;
        nextStart = now + delay;
        state = State.DOWN;
        lastFailure = Optional.of(new PluginException("the plugin " + why));
        metrics.plugin().restarted();
        LOG.error("event=plugin-failed why=\"it {}\" restart_in_ms={}", why, TimeUnit.NANOSECONDS.toMillis(delay));
    }

    /** Trouble ends with an answer, or when a process has lived for a moment, as who sees trouble may send no events. */
    private void tellHealth(long now) {
        if (state == State.DOWN && !rulings.isOpen()) {
            lastFailure.ifPresent(cause -> health.trouble(Part.PLUGIN, "events are refused", cause));
        } else if (state == State.OFF || rulings.isOpen() || isWell(now)) {
            health.recovered(Part.PLUGIN);
        }
    }

    private boolean isWell(long now) {
        return current.filter(process -> process.hasAnswered() || process.ageNanos(now) >= TRIAL_NANOS)
                .isPresent();
    }

    private boolean isOver() {
        Optional<Long> end = closeAt;
        return end.isPresent()
                && (System.nanoTime() - end.get() >= 0
                        || waiting.isEmpty() && processes().stream().allMatch(PluginProcess::isIdle));
    }

    /** Everybody is told, then every process is ended. */
    private void end() throws InterruptedException {
        long end = closeAt.orElseGet(System::nanoTime);
        for (PluginProcess process : processes()) {
            process.retire();
        }
        for (PluginProcess process : processes()) {
            process.close(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        rulings.failed(waitingOnes(), End.FAILED, new OutboundBatch());
    }

    /** Ends, when everybody who asked has been told. Nobody asks any more. */
    @Override
    public void close() {
        Duration patience = settings.get().timeout().compareTo(PATIENCE) < 0
                ? settings.get().timeout()
                : PATIENCE;
        closeAt = Optional.of(System.nanoTime() + patience.toNanos());
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
