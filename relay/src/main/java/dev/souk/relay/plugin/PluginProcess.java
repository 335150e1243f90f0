package dev.souk.relay.plugin;

import dev.souk.protocol.PluginAnswer;
import dev.souk.protocol.json.MalformedException;
import dev.souk.protocol.json.PluginAnswerReader;
import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.metrics.Health;
import dev.souk.relay.metrics.PluginMeters;
import dev.souk.relay.metrics.PluginMeters.End;
import dev.souk.relay.outbound.OutboundBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the program.
 *
 * <pre>
 *   trial --serve--> serving --retire--> leaving --all answered, or late--> gone
 *     '-----------------'-------------------'------- it fails ---------------^
 * </pre>
 *
 * <p>Three threads: {@code plugin-ask} writes questions, as many ahead as {@code max_in_flight}, and ends the process; {@code
 * plugin-answer} reads answers and passes them on; {@code plugin-log} reads what goes into the log. Its failure, whichever thread
 * sees it first, ends it and fails what it was asked.
 */
final class PluginProcess {
    private static final Logger LOG = LoggerFactory.getLogger(PluginProcess.class);
    private static final long TICK_MILLIS = 100;

    /** So many lines in a row may be none of the protocol: a greeting, say. strfry passes over them as well. */
    private static final int MAX_NOISE = 10;

    /** How long it may go on once its input has ended, and how long once it was told to end. */
    private static final long EXIT_MILLIS = 500;

    private static final long KILL_MILLIS = 2_000;

    private final Process process;
    private final BlockingQueue<Question> waiting;
    private final Supplier<PluginConfig> settings;
    private final Rulings rulings;
    private final InFlight inFlight;
    private final Runnable onEnd;
    private final int maxAnswerBytes;
    private final Thread asking;
    private final Thread listening;
    private final Thread chatting;
    private final long startedNanos = System.nanoTime();
    private volatile boolean isRetired;

    /** Why it has ended; set once, under the lock. */
    private volatile Optional<String> failure = Optional.empty();

    /** True while answers are passed on, which may have to wait for the writer: then silence is not the plugin's. */
    private volatile boolean isPassingOn;

    private volatile long heardNanos = startedNanos;
    private volatile boolean hasAnswered;

    /** Lines in a row that are no answer; of {@code plugin-answer}. */
    private int noise;

    private PluginProcess(
            Process process,
            BlockingQueue<Question> waiting,
            Supplier<PluginConfig> settings,
            Rulings rulings,
            PluginMeters meters,
            Health health,
            Runnable onEnd) {
        this.process = process;
        this.waiting = waiting;
        this.settings = settings;
        this.rulings = rulings;
        this.inFlight = new InFlight(meters);
        this.onEnd = onEnd;
        this.maxAnswerBytes = settings.get().maxAnswerBytes();
        this.asking = health.vital("plugin-ask", this::ask);
        this.listening = health.vital("plugin-answer", this::listen);
        this.chatting = new Thread(new Chatter(process.getErrorStream()), "plugin-log");
        Stream.of(asking, listening, chatting).forEach(thread -> thread.setDaemon(true));
    }

    /**
     * Runs the program; asks it nothing yet.
     *
     * @param waiting where questions come from
     * @param onEnd told when it has failed, on any thread
     */
    static PluginProcess start(
            Program program,
            BlockingQueue<Question> waiting,
            Supplier<PluginConfig> settings,
            Rulings rulings,
            PluginMeters meters,
            Health health,
            Runnable onEnd)
            throws IOException {
        PluginProcess started = new PluginProcess(program.start(), waiting, settings, rulings, meters, health, onEnd);
        started.listening.start();
        started.chatting.start();
        LOG.info("event=plugin-started pid={} command=\"{}\"", started.process.pid(), program.command());
        return started;
    }

    /** From now on it is asked. Called once. */
    void serve() {
        asking.start();
    }

    /** Asks it nothing more, and ends it when what it was asked is answered, or late. Does not wait. */
    void retire() {
        isRetired = true;
    }

    private void ask() {
        try (OutputStream input = process.getOutputStream()) {
            while (!isRetired && failure.isEmpty()) {
                Optional<Question> next = next(input);
                if (next.isPresent()) {
                    ask(next.get(), input);
                }
            }
            input.flush();
            inFlight.awaitIdle(settings.get().timeout().toMillis());
        } catch (IOException e) {
            LOG.debug("event=plugin-deaf", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** What is there goes out together, before anybody waits. */
    private Optional<Question> next(OutputStream input) throws IOException, InterruptedException {
        int max = settings.get().maxInFlight();
        Optional<Question> ready = inFlight.hasRoom(max) ? Optional.ofNullable(waiting.poll()) : Optional.empty();
        if (ready.isPresent()) {
            return ready;
        }
        input.flush();
        return inFlight.awaitRoom(max, TICK_MILLIS)
                ? Optional.ofNullable(waiting.poll(TICK_MILLIS, TimeUnit.MILLISECONDS))
                : Optional.empty();
    }

    private void ask(Question question, OutputStream input) throws IOException, InterruptedException {
        if (inFlight.add(question, System.nanoTime())) {
            input.write(question.line());
        } else {
            rulings.failed(List.of(question), End.FAILED, new OutboundBatch());
        }
    }

    /** Its input has ended, or it has stopped reading it: it should end by itself, or else is made to. */
    private void end() {
        try {
            if (!process.waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS)) {
                terminate();
            }
            listening.join(EXIT_MILLIS);
            fail("takes no more events");
        } catch (InterruptedException e) {
            terminate();
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        OutboundBatch out = new OutboundBatch();
        try {
            Lines lines = new Lines(process.getInputStream(), maxAnswerBytes);
            for (List<byte[]> some = lines.next(); !some.isEmpty(); some = lines.next()) {
                heardNanos = System.nanoTime();
                isPassingOn = true;
                for (byte[] line : some) {
                    hear(line, out);
                }
                out.post();
                isPassingOn = false;
            }
            fail(
                    process.waitFor(EXIT_MILLIS, TimeUnit.MILLISECONDS)
                            ? "has ended with exit code " + process.exitValue()
                            : "has closed its output");
        } catch (IOException e) {
            failQuietly("cannot be read: " + e.getMessage());
        } catch (PluginException e) {
            out.post();
            failQuietly(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            isPassingOn = false;
        }
    }

    private void hear(byte[] line, OutboundBatch out) throws InterruptedException {
        Optional<PluginAnswer> answer = answer(line);
        if (answer.isEmpty()) {
            return;
        }
        InFlight.Match match = inFlight.answered(answer.get().id())
                .orElseThrow(() -> new PluginException("has answered for an event that it was not asked about: "
                        + answer.get().id()));
        hasAnswered = true;
        if (match.question().isPresent()) {
            rulings.answered(match.question().get(), answer.get(), out);
        }
    }

    /** What cannot be understood is passed over, but not for ever. */
    private Optional<PluginAnswer> answer(byte[] line) {
        if (line.length > maxAnswerBytes) {
            throw new PluginException("has written a line of more than " + maxAnswerBytes + " bytes");
        }
        try {
            PluginAnswer answer = PluginAnswerReader.read(line);
            noise = 0;
            return Optional.of(answer);
        } catch (MalformedException e) {
            noise++;
            LOG.warn(
                    "event=plugin-nonsense why=\"{}\" line=\"{}\"",
                    e.getMessage(),
                    Rulings.clean(new String(line, StandardCharsets.UTF_8), 200));
            if (noise >= MAX_NOISE) {
                throw new PluginException("has written " + MAX_NOISE + " lines in a row that are no answer");
            }
            return Optional.empty();
        }
    }

    /** Gives up what is late; a process that has said nothing at all meanwhile hangs. Of the thread {@code plugin}. */
    void look(long nowNanos) throws InterruptedException {
        if (isPassingOn) {
            return;
        }
        List<InFlight.Asked> late =
                inFlight.late(nowNanos - settings.get().timeout().toNanos());
        if (late.isEmpty()) {
            return;
        }
        rulings.failed(late.stream().map(InFlight.Asked::question).toList(), End.LATE, new OutboundBatch());
        if (late.getFirst().atNanos() - heardNanos > 0
                || inFlight.isStuck(settings.get().maxInFlight())) {
            fail("does not answer");
        }
    }

    private void failQuietly(String why) {
        try {
            fail(why);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** It is over; what it was asked fails. The first reason counts. */
    void fail(String why) throws InterruptedException {
        synchronized (this) {
            if (failure.isPresent()) {
                return;
            }
            failure = Optional.of(why);
        }
        terminate();
        rulings.failed(inFlight.close(), End.FAILED, new OutboundBatch());
        onEnd.run();
    }

    /** Ends it, and what it has started: tells them to end, and insists after a while. Does not wait. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing depends on it.
    private void terminate() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .filter(ProcessHandle::isAlive)
                .toList();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .orTimeout(KILL_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((gone, late) -> all.forEach(ProcessHandle::destroyForcibly));
    }

    /** Ends it now; waits until it is gone, or cannot be helped. */
    void close(long millis) throws InterruptedException {
        retire();
        if (asking.getState() != Thread.State.NEW) {
            asking.join(millis);
        }
        fail("the relay stops");
        process.waitFor(KILL_MILLIS + EXIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Why it has ended, when it has. */
    Optional<String> failure() {
        return failure;
    }

    /** True when nothing is left of it. */
    boolean isGone() {
        return failure.isPresent() && !process.isAlive();
    }

    /** True when nobody waits for an answer. */
    boolean isIdle() {
        return inFlight.isIdle();
    }

    /** True when it has answered. */
    boolean hasAnswered() {
        return hasAnswered;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - startedNanos;
    }
}
