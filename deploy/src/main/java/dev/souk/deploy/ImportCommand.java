package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.transfer.ImportSummary;
import dev.souk.deploy.transfer.Importer;
import dev.souk.deploy.transfer.InputFile;
import dev.souk.deploy.transfer.LineReader;
import dev.souk.deploy.transfer.Progress;
import dev.souk.deploy.transfer.RejectionLog;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.config.PluginConfig;
import dev.souk.relay.plugin.ImportPolicy;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.VanishRequests;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.policy.Vetoes;
import dev.souk.storage.EventStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk import}. */
@Command(
        name = "import",
        description = {
            "Checks and stores events from a file of JSON Lines, gzipped or not.",
            "Ids, signatures, kinds and sizes are checked as the relay checks them; when an event was made is not. Lines"
                    + " that are no acceptable event are skipped and named. Importing a file again does no harm. The relay"
                    + " must not run on the same store.",
            "Events under the relay's own key are rejected, as they are when a client brings them: to restore a backup,"
                    + " say --own-backup."
        },
        footer = {
            "",
            "Examples:",
            "  souk import events.jsonl.gz",
            "  strfry export | souk import -",
            "  souk import --errors rejected.txt --quiet events.jsonl",
            "  souk import --own-backup backup.jsonl.gz",
            "",
            "Exit codes: 0 read to the end, whether or not lines were skipped; 1 it could not be read to the end,",
            "or no line was an acceptable event; 2 the command line or the configuration is wrong."
        })
final class ImportCommand implements Callable<Integer> {
    /** How much longer a line may be than the longest message: white space and fields that are not kept. */
    private static final int SWEEP = 10_000;

    private static final int SLACK_BYTES = 16 << 10;

    private static final int MAX_THREADS = 256;

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file; standard input when - or left out.")
    private String file = "-";

    @Option(
            names = "--no-verify",
            description = "Trusts the file and checks no signatures. Ids are checked all the same.")
    private boolean isTrusting;

    @Option(
            names = "--own-backup",
            description =
                    "The file is an export of this very relay: what the relay itself had published is taken back.")
    private boolean isOwnBackup;

    @Option(names = "--quiet", description = "Shows no progress and no rejected lines, only the summary.")
    private boolean isQuiet;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Writes all rejected lines' numbers and reasons there.")
    private Optional<Path> errors = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that check; as many as there are processors unless given.")
    private int threads = Runtime.getRuntime().availableProcessors();

    ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1 || threads > MAX_THREADS) {
            throw new ParameterException(spec.commandLine(), "--threads must be from 1 to " + MAX_THREADS);
        }
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        PrintWriter err = spec.commandLine().getErr();
        if (isTrusting) {
            err.println("souk: WARNING: --no-verify stores events whose signatures nobody has checked");
            err.flush();
        }
        try (InputFile input = InputFile.open(file, surroundings.in());
                EventStore store = surroundings.stores().open(loaded.storage(), surroundings.clock())) {
            store.honour(new VanishRequests(loaded.relay().auth().relayUrls()));
            ImportSummary summary = runAsking(loaded, input, store, err);
            while (!store.sweepVanished(SWEEP).changes().isEmpty()) {
                // Until all is gone that requests to vanish concern.
            }
            err.println(summary);
            err.flush();
            return summary.read() > 0 && summary.totalRejected() == summary.read() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    /** With the operator's plugin, if there is one and it is to be asked. */
    private ImportSummary runAsking(SoukConfig loaded, InputFile input, EventStore store, PrintWriter err)
            throws IOException, InterruptedException {
        PluginConfig plugin = loaded.relay().plugin();
        if (!plugin.isOn() || !plugin.askOnImport()) {
            return run(loaded, input, store, (event, caller) -> Verdict.ACCEPT, err);
        }
        try (ImportPolicy policy = ImportPolicy.start(plugin, surroundings.clock())) {
            VanishRequests spared = new VanishRequests(loaded.relay().auth().relayUrls());
            return run(loaded, input, store, policy.except(spared), err);
        }
    }

    private ImportSummary run(SoukConfig loaded, InputFile input, EventStore store, EventPolicy plugin, PrintWriter err)
            throws IOException, InterruptedException {
        LineReader lines =
                new LineReader(input.stream(), loaded.relay().limits().maxMessageBytes() + SLACK_BYTES);
        Importer importer = new Importer(
                store,
                loaded.relay(),
                Parts.moderation(loaded, store),
                new Vetoes(vetoes(loaded), plugin),
                new EventVerifier(Parts.schnorr()),
                threads,
                !isTrusting,
                surroundings.clock());
        if (errors.isEmpty()) {
            try (Progress progress = progress(input, err)) {
                return importer.run(
                        lines, input::position, progress, new RejectionLog(progress, isQuiet, Optional.empty()));
            }
        }
        try (Writer list = Files.newBufferedWriter(errors.get());
                Progress progress = progress(input, err)) {
            return importer.run(
                    lines, input::position, progress, new RejectionLog(progress, isQuiet, Optional.of(list)));
        }
    }

    /** What the relay keeps to itself. Whose events are imported is for the operator to say: membership is not asked. */
    private EventPolicy vetoes(SoukConfig loaded) {
        boolean isAsked = Parts.needKey(loaded) && !isOwnBackup;
        Optional<SecretKey> key = isAsked ? RelayKey.existing(loaded, surroundings.environment()) : Optional.empty();
        return Parts.vetoes(key);
    }

    private Progress progress(InputFile input, PrintWriter err) {
        if (isQuiet) {
            return Progress.none(err);
        }
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar("import", input.size(), " MB", 1_000_000, terminal))
                .orElseGet(() -> Progress.lines("import", input.size(), surroundings.clock(), err));
    }
}
