package dev.souk.bench;

import dev.souk.protocol.Event;
import dev.souk.protocol.json.EventReader;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures one relay, or two in turn, and prints the medians. */
@Command(
        name = "run",
        description = "Start a relay, publish a corpus to it, ask it, listen to it, and print what that took."
                + " With --peer a second relay is measured in the same rounds.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Option(names = "--relay", required = true, description = "command line with {port} and {data}")
    private String relay = "";

    @Option(names = "--name", defaultValue = "souk", description = "what to call it (default: souk)")
    private String name = "souk";

    @Option(names = "--peer", description = "command line of a second relay")
    private @Nullable String peer;

    @Option(names = "--peer-name", defaultValue = "peer", description = "what to call that (default: peer)")
    private String peerName = "peer";

    @Option(names = "--corpus", required = true, description = "JSON Lines, as 'corpus' writes them")
    private Path corpus = Path.of("corpus.jsonl");

    @Option(names = "--rounds", defaultValue = "1", description = "how often (default: 1)")
    private int rounds;

    @Option(names = "--port", defaultValue = "7790", description = "the port to use (default: 7790)")
    private int port;

    @Option(names = "--work", description = "folder for data and logs (default: a temporary one)")
    private @Nullable Path work;

    @Option(names = "--connections", defaultValue = "4", description = "publishing connections (default: 4)")
    private int connections;

    @Option(names = "--window", defaultValue = "200", description = "unanswered events of each (default: 200)")
    private int window;

    @Option(
            names = "--phases",
            split = ",",
            defaultValue = "publish,duplicates,query,live,fanout,idle,restart",
            description = "which, in order (default: ${DEFAULT-VALUE})")
    private List<String> phases = List.of();

    @Override
    public Integer call() throws Exception {
        List<byte[]> events = readLines();
        Path folder = work == null ? Files.createTempDirectory("souk-bench") : Files.createDirectories(work);
        Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            collect(figures, name, measure(relay, name, folder.resolve(name + "-" + round), events));
            if (peer != null) {
                collect(figures, peerName, measure(peer, peerName, folder.resolve(peerName + "-" + round), events));
            }
        }
        print(figures);
        return 0;
    }

    private List<byte[]> readLines() throws IOException {
        try (Stream<String> lines = Files.lines(corpus, StandardCharsets.UTF_8)) {
            return lines.map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
        }
    }

    private List<Measured> measure(String command, String relayName, Path folder, List<byte[]> events)
            throws Exception {
        Files.createDirectories(folder);
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        List<Measured> figures = new ArrayList<>();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            try (PeerProcess process = PeerProcess.start(command, port, data, log)) {
                figures.add(Measured.of("start", "empty s", process.startSeconds()));
                for (String phase : phases) {
                    System.err.println(relayName + ": " + phase);
                    figures.addAll(phase(phase, process, group, events));
                }
                figures.add(Measured.of("memory", "peak RSS MB", process.peakResidentBytes() / 1e6));
            }
            figures.add(Measured.of("disk", "bytes/event", (double) size(data) / events.size()));
            if (phases.contains("restart")) {
                try (PeerProcess again = PeerProcess.start(command, port, data, log)) {
                    figures.add(Measured.of("start", "with data s", again.startSeconds()));
                }
            }
        } finally {
            group.shutdownGracefully().syncUninterruptibly();
        }
        return figures;
    }

    private List<Measured> phase(String phase, PeerProcess process, EventLoopGroup group, List<byte[]> events)
            throws Exception {
        return switch (phase) {
            case "publish" -> new PublishPhase(group, connections, window).run("publish", process, events);
            case "duplicates" ->
                new PublishPhase(group, connections, window)
                        .run("duplicates", process, events.subList(0, Math.min(50_000, events.size())));
            case "query" -> new QueryPhase(group, sample(events)).run(process);
            case "live" -> new LivePhase(group).latency(process, 100);
            case "fanout" -> new LivePhase(group).fanOut(process, 200, 1_000);
            case "idle" -> new LivePhase(group).idle(process, 2_000);
            case "restart" -> List.of();
            default -> throw new IllegalArgumentException("no phase is called " + phase);
        };
    }

    private static List<Event> sample(List<byte[]> events) {
        List<Event> sample = new ArrayList<>();
        for (int i = 0; i < events.size(); i += Math.max(1, events.size() / 5_000)) {
            sample.add(EventReader.read(events.get(i)));
        }
        return sample;
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void collect(Map<String, Map<String, List<Double>>> all, String relayName, List<Measured> figures) {
        for (Measured figure : figures) {
            all.computeIfAbsent(figure.phase() + " | " + figure.figure(), fresh -> new LinkedHashMap<>())
                    .computeIfAbsent(relayName, fresh -> new ArrayList<>())
                    .add(figure.value());
        }
    }

    private void print(Map<String, Map<String, List<Double>>> figures) {
        System.out.printf("| phase | figure | %s |%s%n", name, peer == null ? "" : " " + peerName + " | ratio |");
        System.out.printf("| --- | --- | ---: |%s%n", peer == null ? "" : " ---: | ---: |");
        figures.forEach((figure, values) -> {
            Optional<Double> ours = Optional.ofNullable(values.get(name)).map(RunCommand::median);
            Optional<Double> theirs = Optional.ofNullable(values.get(peerName)).map(RunCommand::median);
            System.out.printf(Locale.ROOT, "| %s | %s |", figure, shown(ours));
            if (peer != null) {
                Optional<Double> ratio = ours.flatMap(a -> theirs.map(b -> a / b));
                System.out.printf(Locale.ROOT, " %s | %s |", shown(theirs), shown(ratio));
            }
            System.out.println();
        });
    }

    private static String shown(Optional<Double> value) {
        return value.map(number -> String.format(Locale.ROOT, number < 100 ? "%.3f" : "%,.0f", number))
                .orElse("-");
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
