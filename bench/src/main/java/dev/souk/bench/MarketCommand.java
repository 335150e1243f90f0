package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the marketplace of a relay: whether it keeps up, how soon it tells, and how soon it answers. */
@Command(
        name = "market",
        description = "Start a relay, give it a corpus of jobs, and measure its marketplace.",
        footer = {"", "Command lines are for sh and may hold {port}, {data} (a folder) and {corpus}."},
        mixinStandardHelpOptions = true)
final class MarketCommand implements Callable<Integer> {
    private static final File NOWHERE = new File("/dev/null");
    private static final double QUIET_SHARE = 0.03;
    private static final int QUIET_STEP_SECONDS = 3;

    @Option(names = "--corpus", required = true, description = "as 'market-corpus' writes it")
    private Path corpus = Path.of("market.jsonl");

    @Option(names = "--relay", required = true, paramLabel = "COMMAND", description = "starts the relay")
    private String relay = "";

    @Option(
            names = "--import-cmd",
            paramLabel = "COMMAND",
            description = "imports {corpus} into {data}; the corpus is not published then")
    private Optional<String> importing = Optional.empty();

    @Option(names = "--rebuild-cmd", paramLabel = "COMMAND", description = "derives the market in {data} anew")
    private Optional<String> rebuilding = Optional.empty();

    @Option(names = "--compare", description = "publish to the relay without a marketplace, too, before")
    private boolean isComparing;

    @Option(names = "--port", defaultValue = "7790", description = "the port to use (default: 7790)")
    private int port;

    @Option(names = "--monitoring-port", defaultValue = "7791", description = "for /metrics (default: 7791)")
    private int monitoringPort;

    @Option(names = "--connections", defaultValue = "4", description = "publishing connections (default: 4)")
    private int connections;

    @Option(names = "--window", defaultValue = "200", description = "unanswered events of each (default: 200)")
    private int window;

    @Option(names = "--jobs", defaultValue = "200", description = "jobs whose status is waited for (default: 200)")
    private int jobs;

    @Option(names = "--requests", defaultValue = "1000", description = "of each HTTP page (default: 1000)")
    private int requests;

    @Option(
            names = "--settle-seconds",
            defaultValue = "600",
            description = "how long to wait for quiet, at most (default: 600)")
    private int settleSeconds;

    @Option(
            names = "--out",
            defaultValue = "bench-market",
            description = "folder for logs and data (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("bench-market");

    private final List<Measured> figures = new ArrayList<>();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        MarketSample sample = MarketSample.of(corpus);
        figures.add(Measured.of("corpus", "events", (double) sample.events()));
        figures.add(Measured.of("corpus", "jobs", (double) sample.requests()));
        if (isComparing) {
            try (Relay plain = start("plain", "SOUK_MARKETPLACE_ENABLED=false ")) {
                publish("publish, no marketplace", plain);
            }
        }
        if (importing.isPresent()) {
            Files.createDirectories(out.resolve("data"));
            Commands.Took took = command(importing.get());
            figures.add(Measured.of("import", "events/s", sample.events() / took.seconds()));
        }
        try (Relay market = start("data", "")) {
            online(market, sample);
        }
        figures.add(
                Measured.of("disk", "bytes/event", (double) Commands.diskBytes(out.resolve("data")) / sample.events()));
        if (rebuilding.isPresent()) {
            Commands.Took took = command(rebuilding.get());
            figures.add(Measured.of("rebuild", "s", took.seconds()));
            figures.add(Measured.of("rebuild", "CPU s", took.cpuSeconds()));
            figures.add(Measured.of("rebuild", "facts/s", sample.events() / took.seconds()));
            figures.add(Measured.of("rebuild", "jobs/s", sample.requests() / took.seconds()));
        }
        group.shutdownGracefully().syncUninterruptibly();
        figures.forEach(figure -> System.out.println(figure.row()));
        return 0;
    }

    private Relay start(String data, String variables) throws IOException, InterruptedException {
        String command = "env " + variables + "SOUK_MONITORING_PORT=" + monitoringPort + " " + relay;
        return Relay.start(command, port, out.resolve(data), out.resolve("log"));
    }

    private Commands.Took command(String line) throws IOException, InterruptedException {
        return Commands.run(
                Commands.of(line, port, out.resolve("data"), corpus),
                NOWHERE,
                out.resolve("log").toFile());
    }

    private void publish(String name, Relay to) throws Exception {
        try (Stream<String> lines = Files.lines(corpus, StandardCharsets.UTF_8)) {
            List<byte[]> events =
                    lines.map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
            add(new PublishPhase(group, connections, window).run(name, to, events));
        }
    }

    private void online(Relay market, MarketSample sample) throws Exception {
        figures.add(
                Measured.of("memory", "RSS MB at the start", market.figures().residentBytes() / 1e6));
        try (Lag lag = new Lag(monitoringPort)) {
            lag.start();
            double cpu = market.figures().cpuSeconds();
            if (importing.isEmpty()) {
                publish("publish", market);
            } else {
                lag.awaitSome();
            }
            long end = System.nanoTime();
            figures.add(Measured.of("lag", "after the last OK", lag.ask()));
            figures.add(Measured.of("lag", "s from then to none", lag.secondsToNone(end)));
            figures.add(Measured.of("lag", "max", lag.max()));
            settle(market, end);
            double spent = market.figures().cpuSeconds() - cpu;
            figures.add(Measured.of("all work", "server us/event", spent * 1e6 / sample.events()));
        }
        figures.add(Measured.of(
                "memory", "RSS MB when all is done", market.figures().residentBytes() / 1e6));
        add(new StatusPhase(group, market.infoField("self"), jobs).run(market));
        add(new HttpPhase(sample, requests).run(market));
        figures.add(Measured.of("memory", "RSS MB at the end", market.figures().residentBytes() / 1e6));
        figures.add(Measured.of("memory", "peak RSS MB", market.figures().peakResidentBytes() / 1e6));
    }

    /** Waits until the relay hardly works: everything that was due is published then. */
    private void settle(Relay market, long from) throws IOException, InterruptedException {
        double used = market.figures().cpuSeconds();
        double seconds = 0;
        double share = 1;
        while (share > QUIET_SHARE && seconds < settleSeconds) {
            TimeUnit.SECONDS.sleep(QUIET_STEP_SECONDS);
            double now = market.figures().cpuSeconds();
            share = (now - used) / QUIET_STEP_SECONDS;
            used = now;
            seconds = (System.nanoTime() - from) / 1e9;
        }
        figures.add(Measured.of(
                "all work", share > QUIET_SHARE ? "s, still not quiet" : "s from last OK to quiet", seconds));
    }

    private void add(List<Measured> more) {
        more.forEach(figure -> System.err.println(figure));
        figures.addAll(more);
    }
}
