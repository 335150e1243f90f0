package dev.souk.bench;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.json.EventReader;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Everything at once for minutes, and then a look at whether anything is missing, in the store and in the last backup. */
@Command(
        name = "soak",
        description = {
            "Run a relay for minutes under mixed load: publishing, subscribers, REQs of all classes, while its "
                    + "configuration is changed, backups are made, the store is checked and retention removes events.",
            "Afterwards every event that was accepted must be there, or gone when it was replaced, deleted or kept "
                    + "long enough; the last backup must restore to what was accepted before it; and memory must not "
                    + "have grown."
        },
        footer = {"", "Exit codes: 0 all of that is so; 1 something is not, and is named; 2 wrong command line."},
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {
    private static final int SETTLE_SECONDS = 180;

    /** More than this, in the last quarter over the one before, is growth. */
    private static final double FLAT = 0.05;

    /** So much of what was to be published must have been accepted. */
    private static final double MIN_ACCEPTED = 0.9;

    @Option(names = "--souk", required = true, paramLabel = "COMMAND", description = "the command of a distribution")
    private String souk = "";

    @Option(names = "--minutes", defaultValue = "10", description = "for how long (default: 10)")
    private int minutes;

    @Option(names = "--rate", defaultValue = "400", description = "events a second (default: 400)")
    private int rate;

    @Option(names = "--connections", defaultValue = "8", description = "publishing connections (default: 8)")
    private int connections;

    @Option(names = "--subscribers", defaultValue = "100", description = "who want every note (default: 100)")
    private int subscribers;

    @Option(
            names = "--pause-seconds",
            defaultValue = "15",
            description = "between two things that the operator does (default: 15)")
    private int pauseSeconds;

    @Option(names = "--seed", defaultValue = "1", description = "of what is published (default: 1)")
    private long seed;

    @Option(names = "--port", defaultValue = "7790", description = "the port to use (default: 7790)")
    private int port;

    @Option(names = "--monitoring-port", defaultValue = "7791", description = "for /metrics (default: 7791)")
    private int monitoringPort;

    @Option(
            names = "--out",
            defaultValue = "bench-soak",
            description = "folder for the data, backups and logs; new (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("bench-soak");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Fates fates = new Fates();
    private final List<Measured> figures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (Files.exists(out)) {
            throw new ParameterException(spec.commandLine(), out + " is there already; name another folder with --out");
        }
        Files.createDirectories(out);
        SoakOperator operator = new SoakOperator(souk, out.toAbsolutePath(), port, monitoringPort);
        operator.configure("Soak", 200);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Relay relay = Relay.start(operator.relayCommand(), port, operator.data(), out.resolve("log"));
            try (relay) {
                soak(relay, operator, group);
            }
            if (!relay.hasStoppedWell()) {
                failures.add("the relay did not stop by itself, or not well");
            }
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
        compareStore(operator);
        compareBackup(operator);
        figures.addAll(operator.figures());
        failures.addAll(operator.failures());
        figures.forEach(figure -> System.out.println(figure.row()));
        failures.forEach(failure -> System.out.println("\nFAILED " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    private void soak(Relay relay, SoakOperator operator, EventLoopGroup group) throws Exception {
        SoakStory story = new SoakStory(seed, fates);
        try (MetricsPage page = MetricsPage.at(monitoringPort);
                SoakReaders readers = new SoakReaders(group, relay.uri());
                SoakLoad load = new SoakLoad(group, relay.uri(), connections, rate, story, fates);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            readers.subscribe(subscribers);
            SoakWatch watch = new SoakWatch(relay, page);
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
            List<Future<?>> all = List.of(
                    threads.submit(() -> done(() -> load.run(end))),
                    threads.submit(() -> done(() -> readers.ask(load.sample().get(), end))),
                    threads.submit(() -> done(() -> operator.run(relay, end, pauseSeconds))),
                    threads.submit(() -> done(() -> watch.run(load, end))));
            for (Future<?> one : all) {
                await(one);
            }
            awaitRetention(relay, group);
            figures.addAll(load.figures());
            figures.addAll(readers.figures());
            figures.addAll(watch.figures());
            judge(load, readers, watch);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Void done(Work work) throws Exception {
        work.run();
        return null;
    }

    private void await(Future<?> one) throws InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            failures.add("the soak itself broke: " + e.getCause());
        }
    }

    /** Until all that only passes is gone. */
    private void awaitRetention(Relay relay, EventLoopGroup group) throws Exception {
        try (Conversation conversation = Conversation.open(group, relay.uri())) {
            long start = System.nanoTime();
            long left = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
            while (conversation
                                    .ask("{\"kinds\":[" + Fates.PASSING + "],\"limit\":1}")
                                    .events()
                            > 0
                    && System.nanoTime() - left < 0) {
                TimeUnit.SECONDS.sleep(1);
            }
            figures.add(Measured.of("soak retention", "s until all was gone", (System.nanoTime() - start) / 1e9));
        }
    }

    private void judge(SoakLoad load, SoakReaders readers, SoakWatch watch) {
        load.refusals().forEach((words, count) -> failures.add("refused " + count + " times: " + words));
        if (load.accepted() < MIN_ACCEPTED * rate * TimeUnit.MINUTES.toSeconds(minutes)) {
            failures.add("only " + load.accepted() + " events were accepted");
        }
        if (load.unanswered() > 0) {
            failures.add(load.unanswered() + " events were never answered");
        }
        Set<Bytes32> missed = readers.missed(fates.notes());
        if (!missed.isEmpty()) {
            failures.add("a subscriber did not get " + some(missed));
        }
        if (readers.deliveries() < (long) subscribers * fates.notes().size()) {
            failures.add("some subscriber missed notes: " + readers.deliveries() + " deliveries");
        }
        failures.addAll(readers.failures());
        if (watch.wasUnhealthy()) {
            failures.add("the relay said that it was not healthy");
        }
        if (watch.residentGrowth() > FLAT) {
            failures.add(String.format("memory grew by %.0f %%", 100 * watch.residentGrowth()));
        }
    }

    private void compareStore(SoakOperator operator) throws IOException, InterruptedException {
        Set<Bytes32> stored = stored(operator, operator.data());
        Set<Bytes32> lost = without(fates.present(), stored);
        Set<Bytes32> back = new HashSet<>(fates.gone());
        back.retainAll(stored);
        figures.add(Measured.of("soak store", "events there", stored.size()));
        figures.add(Measured.of(
                "soak store", "events gone, as they should", fates.gone().size()));
        if (!lost.isEmpty()) {
            failures.add("lost: " + some(lost));
        }
        if (!back.isEmpty()) {
            failures.add("still there: " + some(back));
        }
        operator.tried("verify --quiet");
    }

    private void compareBackup(SoakOperator operator) throws IOException, InterruptedException {
        Path restored = out.resolve("restored").toAbsolutePath();
        if (operator.tried("restore --data " + restored + " " + operator.backupFolder())) {
            Set<Bytes32> expected = fates.keptSinceBefore(operator.lastBackupNanos());
            Set<Bytes32> stored = stored(operator, restored);
            Set<Bytes32> lost = without(expected, stored);
            Set<Bytes32> back = new HashSet<>(fates.absentSinceBefore(operator.lastBackupNanos()));
            back.retainAll(stored);
            figures.add(Measured.of("soak backup", "events that had to be in it", expected.size()));
            if (!lost.isEmpty() || expected.isEmpty()) {
                failures.add("not in the backup: " + some(lost));
            }
            if (!back.isEmpty()) {
                failures.add("in the backup, though taken back or replaced before: " + some(back));
            }
            operator.tried("verify --quiet --data " + restored);
        }
    }

    private Set<Bytes32> stored(SoakOperator operator, Path data) throws IOException, InterruptedException {
        Path file = Files.createTempFile(out, "export", ".jsonl");
        operator.tried("export --quiet --data " + data, file.toFile());
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.map(line -> EventReader.read(line.getBytes(StandardCharsets.UTF_8))
                            .id())
                    .collect(Collectors.toSet());
        }
    }

    private static Set<Bytes32> without(Set<Bytes32> expected, Set<Bytes32> found) {
        Set<Bytes32> lost = new HashSet<>(expected);
        lost.removeAll(found);
        return lost;
    }

    private static String some(Set<Bytes32> ids) {
        return ids.size() + " events, "
                + ids.stream().limit(3).map(Bytes32::hex).collect(Collectors.joining(", "));
    }
}
