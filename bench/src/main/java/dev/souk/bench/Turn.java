package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * All phases with one relay, once. A phase that fails is reported and the next one begins, so that a long run is not lost
 * to a limit of one relay. Owned by one thread; the client has one event loop beside it.
 */
final class Turn {
    static final int DUPLICATES = 50_000;
    private static final int SAMPLE = 5_000;
    private static final File NOWHERE = new File("/dev/null");

    private final Settings settings;
    private final Target target;
    private final int port;
    private final Path folder;
    private final List<byte[]> events;
    private final List<Measured> figures = new ArrayList<>();
    private final PhaseObserver observer;
    private final BiConsumer<Phase, Exception> failures;
    private String software = "";
    private long published;

    /** @param folder for the relay's data and log */
    Turn(
            Settings settings,
            Target target,
            int port,
            Path folder,
            List<byte[]> events,
            PhaseObserver observer,
            BiConsumer<Phase, Exception> failures) {
        this.settings = settings;
        this.target = target;
        this.port = port;
        this.folder = folder;
        this.events = events;
        this.observer = observer;
        this.failures = failures;
    }

    /** What the relay says it is. */
    String software() {
        return software;
    }

    /** Starts the relay on empty data, runs the phases, and stops it. */
    List<Measured> run() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            try (Relay relay = start(folder.resolve("data"))) {
                software = relay.software();
                figures.add(Measured.of("start", "empty, s", relay.startSeconds()));
                observer.started(relay);
                phases(false, phase -> observed(phase, () -> online(phase, relay, group)));
                figures.add(Measured.of("memory", "peak RSS MB", relay.figures().peakResidentBytes() / 1e6));
            }
            if (target.isOurs()) {
                if (published > 0) {
                    long bytes = Commands.diskBytes(folder.resolve("data"));
                    figures.add(Measured.of("disk", "bytes/event", (double) bytes / published));
                }
                phases(true, phase -> afterStop(phase, group));
            }
        } finally {
            group.shutdownGracefully().syncUninterruptibly();
        }
        return figures;
    }

    private Relay start(Path data) throws IOException, InterruptedException {
        return target.start(port, data, folder.resolve("log"));
    }

    private interface Work {
        void run(Phase phase) throws Exception;
    }

    private interface Observed {
        void run() throws Exception;
    }

    private void observed(Phase phase, Observed work) throws Exception {
        observer.before(phase);
        try {
            work.run();
        } catch (Exception e) {
            try {
                observer.after(phase);
            } catch (Exception alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        observer.after(phase);
    }

    /** Does what must be reported instead of ending the run when it fails. */
    private void phases(boolean isAfterStop, Work work) throws InterruptedException {
        for (Phase phase : settings.phases) {
            if (phase.isAfterStop() == isAfterStop) {
                System.err.println(target.name() + ": " + phase);
                try {
                    work.run(phase);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    failures.accept(phase, e);
                }
            }
        }
    }

    private void online(Phase phase, Relay relay, EventLoopGroup group) throws Exception {
        switch (phase) {
            case PUBLISH -> {
                published += events.size();
                figures.addAll(publishing(group).run("publish", relay, events));
            }
            case DUPLICATES ->
                figures.addAll(publishing(group)
                        .run("duplicates", relay, events.subList(0, Math.min(DUPLICATES, events.size()))));
            case QUERY ->
                figures.addAll(new QueryPhase(group, new Questions(sample()).classes())
                        .run("REQ", relay, settings.warmUp, settings.requests));
            case SEARCH ->
                figures.addAll(new QueryPhase(group, new Questions(sample()).searches())
                        .run("search", relay, settings.warmUp, settings.requests));
            case LIVE -> {
                for (int rate : settings.liveRates) {
                    published += (long) rate * settings.liveSeconds;
                    figures.addAll(new LivePhase(group, settings.liveSeconds).run(relay, rate));
                }
            }
            case FANOUT -> fanOut(relay, group, false);
            case DEFLATE -> fanOut(relay, group, true);
            case IDLE -> {
                for (int count : settings.idle) {
                    figures.addAll(new IdlePhase(group).run(relay, count));
                }
            }
            case FEEDS -> {
                for (int count : settings.feeds) {
                    published += FeedsPhase.events();
                    figures.addAll(new FeedsPhase(group).run(relay, count));
                }
            }
            case RESTART, COLD, IMPORT, EXPORT -> throw new IllegalStateException("not with a running relay");
        }
    }

    private PublishPhase publishing(EventLoopGroup group) {
        return new PublishPhase(group, settings.connections, settings.window);
    }

    private void fanOut(Relay relay, EventLoopGroup group, boolean isCompressed) throws Exception {
        for (int count : settings.subscribers) {
            published += FanOutPhase.events(count);
            figures.addAll(new FanOutPhase(group, isCompressed).run(relay, count));
        }
    }

    private void afterStop(Phase phase, EventLoopGroup group) throws Exception {
        switch (phase) {
            case RESTART -> {
                try (Relay again = start(folder.resolve("data"))) {
                    figures.add(Measured.of("start", "with data, s", again.startSeconds()));
                }
            }
            case COLD -> {
                try (Relay again = start(folder.resolve("data"))) {
                    QueryPhase cold = new QueryPhase(group, new Questions(sample()).classes());
                    observer.started(again);
                    observed(phase, () -> figures.addAll(cold.run("cold REQ", again, 0, settings.coldRequests)));
                }
            }
            case IMPORT -> transfer("import", target.importing().orElseThrow(), folder.resolve("imported"));
            case EXPORT -> transfer("export", target.exporting().orElseThrow(), folder.resolve("data"));
            case PUBLISH, DUPLICATES, QUERY, SEARCH, LIVE, FANOUT, DEFLATE, IDLE, FEEDS ->
                throw new IllegalStateException("needs a running relay");
        }
    }

    private void transfer(String name, String command, Path data) throws IOException, InterruptedException {
        Files.createDirectories(data);
        Commands.Took took = Commands.run(
                Commands.of(command, port, data, settings.corpus),
                NOWHERE,
                folder.resolve("log").toFile());
        figures.add(Measured.of(name, "events/s", events.size() / took.seconds()));
        figures.add(Measured.of(name, "us CPU/event", took.cpuSeconds() * 1e6 / events.size()));
    }

    private List<Event> sample() {
        List<Event> sample = new ArrayList<>();
        for (int i = 0; i < events.size(); i += Math.max(1, events.size() / SAMPLE)) {
            sample.add(EventReader.read(events.get(i)));
        }
        return sample;
    }
}
