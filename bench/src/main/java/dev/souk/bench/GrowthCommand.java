package dev.souk.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows how the cost of one relay, or of two in turn, grows. */
@Command(
        name = "growth",
        description =
                "Measure the same at growing numbers of events, subscriptions and connections, and write tables and"
                        + " plots of it. With --peer a second relay is drawn in the same plots.",
        footer = {
            "",
            "Command lines are for sh and may hold {port}, {data} (a folder) and, for import, {corpus}.",
            "A relay that cannot grow further is measured up to there, and the failure is told below the tables.",
            "Exit codes: 0 all was measured; 1 a point failed; 2 wrong command line, or too few files for it."
        },
        mixinStandardHelpOptions = true)
final class GrowthCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GrowthSettings settings = new GrowthSettings();

    @Mixin
    private RelayOptions relays = new RelayOptions();

    @Option(names = "--rounds", defaultValue = "1", description = "how often, in turn (default: 1)")
    private int rounds;

    @Option(
            names = "--out",
            defaultValue = "bench-growth",
            description = "folder for growth.md, growth.json, plots, logs and data (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("bench-growth");

    private final Growth growth = new Growth();
    private final Map<Dimension, List<Integer>> points = new EnumMap<>(Dimension.class);

    @Override
    public Integer call() throws Exception {
        List<Target> targets = relays.targets();
        choosePoints();
        describe(targets);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            for (int round = 1; round <= rounds; round++) {
                for (Dimension dimension : settings.dimensions) {
                    for (Target target : targets) {
                        grow(dimension, target, round, group);
                    }
                }
            }
        } finally {
            group.shutdownGracefully().syncUninterruptibly();
        }
        System.out.print(growth.tables());
        return growth.isComplete() ? 0 : 1;
    }

    private void choosePoints() throws IOException {
        int events = CorpusFiles.count(settings.corpus);
        growth.fact("corpus", String.format("%,d events", events));
        FileLimits limits = FileLimits.of(ProcessHandle.current().pid());
        for (Dimension dimension : settings.dimensions) {
            List<Integer> chosen;
            try {
                chosen = Points.of(dimension, settings.points, events);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
            points.put(dimension, chosen);
            Optional<String> refusal =
                    limits.refusal("the harness", FeedsGrower.connections(dimension, chosen.getLast()));
            if (refusal.isPresent()) {
                throw new ParameterException(spec.commandLine(), refusal.get());
            }
        }
    }

    private void describe(List<Target> targets) throws IOException {
        growth.fact("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        growth.fact("machine", Machine.describe());
        for (Path file : settings.corpus) {
            growth.fact("corpus " + file.getFileName(), "SHA-256 " + Fingerprint.of(file));
        }
        growth.fact(
                "arguments",
                String.join(" ", spec.commandLine().getParseResult().originalArgs()));
        for (Target target : targets) {
            target.command().ifPresent(command -> growth.fact(target.name() + " command", command));
        }
    }

    private void grow(Dimension dimension, Target target, int round, EventLoopGroup group) throws Exception {
        Path folder = out.resolve(target.name() + "-" + dimension.word() + "-" + round);
        if (target.isOurs() && Files.exists(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " exists already; choose another --out");
        }
        String name = target.name() + ", " + dimension.title();
        Place place = new Place(
                settings, target, relays.port(), folder, group, text -> System.err.println(name + ": " + text));
        Relay relay = place.start();
        growth.fact(target.name() + " software", relay.software());
        try (Grower grower = grower(dimension, place, relay)) {
            for (int point : points.getOrDefault(dimension, List.of())) {
                if (!measure(dimension, point, place, relay, grower)) {
                    return;
                }
            }
        }
    }

    private static Grower grower(Dimension dimension, Place place, Relay relay) {
        return switch (dimension) {
            case EVENTS -> new StoreGrower(place, relay);
            case SUBSCRIPTIONS -> FeedsGrower.ofSubscriptions(place, relay);
            case CONNECTIONS -> FeedsGrower.ofConnections(place, relay);
        };
    }

    /** False when the relay does not get so far, nor further. */
    private boolean measure(Dimension dimension, int point, Place place, Relay relay, Grower grower)
            throws IOException, InterruptedException {
        String name = place.target().name();
        place.tell("to", point);
        try {
            checkLimits(name, FeedsGrower.connections(dimension, point), relay);
            growth.add(dimension, point, name, grower.grow(point));
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            place.tell("failed: " + e);
            growth.failed(dimension, point, name, e);
            return false;
        } finally {
            growth.write(out);
        }
    }

    private static void checkLimits(String name, int connections, Relay relay) throws IOException {
        if (connections > 0) {
            Optional<String> refusal = FileLimits.of(relay.figures().pid()).refusal(name, connections);
            if (refusal.isPresent()) {
                throw new IllegalStateException(refusal.get());
            }
        }
    }
}
