package dev.souk.bench;

import dev.souk.bench.profile.NoJvmException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures one relay, or two in turn, and prints the medians. */
@Command(
        name = "run",
        description = "Start a relay, publish a corpus to it, ask it, listen to it, and print what that took."
                + " With --peer a second relay is measured in the same rounds.",
        footer = {
            "",
            "Command lines are for sh and may hold {port}, {data} (a folder) and, for import, {corpus}.",
            "Exit codes: 0 all was measured; 1 a phase failed, see the end of the table; 2 wrong command line."
        },
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Settings settings = new Settings();

    @Mixin
    private RelayOptions relays = new RelayOptions();

    @Option(names = "--export-cmd", paramLabel = "COMMAND", description = "exports {data} to standard output")
    private Optional<String> exporting = Optional.empty();

    @Option(names = "--peer-export-cmd", paramLabel = "COMMAND", description = "the same for the peer")
    private Optional<String> peerExporting = Optional.empty();

    @Option(names = "--rounds", defaultValue = "1", description = "how often, in turn (default: 1)")
    private int rounds;

    @Option(
            names = "--profile",
            description =
                    "record each phase of the relay, which must be a JVM, with JFR, and add to results.md where its"
                            + " CPU goes; the peer is not recorded. Recording costs a little itself")
    private boolean isProfiled;

    @Option(
            names = "--out",
            defaultValue = "bench-results",
            description = "folder for results.md, results.json, logs and data (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("bench-results");

    @Override
    public Integer call() throws Exception {
        List<Target> targets = targets();
        List<byte[]> events = readLines();
        Results results = new Results(targets.stream().map(Target::name).toList());
        describe(results, targets, events.size());
        for (int round = 1; round <= rounds; round++) {
            for (Target target : targets) {
                boolean isOurs = target.equals(targets.getFirst());
                measure(target, round, events, isProfiled && isOurs, results);
                results.write(out);
            }
        }
        System.out.print(results.table());
        return results.isComplete() ? 0 : 1;
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Target target : relays.targets()) {
            targets.add(target.exportedBy(targets.isEmpty() ? exporting : peerExporting));
        }
        return targets;
    }

    private List<byte[]> readLines() throws IOException {
        try (Stream<String> lines = Files.lines(settings.corpus, StandardCharsets.UTF_8)) {
            return lines.map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
        }
    }

    private void describe(Results results, List<Target> targets, int events) throws IOException {
        results.fact("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        results.fact("machine", Machine.describe());
        results.fact("corpus", events + " events, SHA-256 " + Fingerprint.of(settings.corpus));
        results.fact(
                "arguments",
                String.join(" ", spec.commandLine().getParseResult().originalArgs()));
        for (Target target : targets) {
            target.command().ifPresent(command -> results.fact(target.name() + " command", command));
        }
    }

    private void measure(Target target, int round, List<byte[]> events, boolean isRecorded, Results results)
            throws IOException, InterruptedException {
        Path folder = out.resolve(target.name() + "-" + round);
        if (target.isOurs() && Files.exists(folder)) {
            throw new ParameterException(spec.commandLine(), folder + " exists already; choose another --out");
        }
        PhaseObserver observer = isRecorded
                ? new ProfiledPhases(
                        settings,
                        events.size(),
                        folder.resolve("profiles"),
                        "Profile of " + target.name() + ", round " + round,
                        results::section)
                : PhaseObserver.NONE;
        Turn turn = new Turn(settings, target, relays.port(), folder, events, observer, (phase, cause) -> {
            System.err.println(target.name() + ": " + phase + " failed: " + cause);
            results.failed(target.name(), round, phase, cause);
        });
        try {
            results.add(target.name(), turn.run());
        } catch (NoJvmException e) {
            throw new ParameterException(spec.commandLine(), "--profile: " + e.getMessage());
        }
        results.fact(target.name() + " software", turn.software());
    }
}
