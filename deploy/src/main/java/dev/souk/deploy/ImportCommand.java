package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.foreign.Sources;
import dev.souk.deploy.transfer.ImportSummary;
import dev.souk.deploy.transfer.Importer;
import dev.souk.deploy.transfer.Progress;
import dev.souk.deploy.transfer.RejectionLog;
import dev.souk.deploy.transfer.Source;
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
import java.util.ArrayList;
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
            "Checks and stores the events of a file, which may be: JSON Lines, as this relay, strfry and nostream export"
                    + " them; a JSON array; nostr.db of nostr-rs-relay; a plain dump of PostgreSQL that has the events of"
                    + " nostream or nostr-rs-relay. All but nostr.db may be packed by gzip or xz. What it is, is seen from"
                    + " what it holds.",
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
            "  souk import nostr.db",
            "  souk import --errors rejected.txt --quiet events.jsonl",
            "  souk import --own-backup backup.jsonl.gz",
            "",
            "Exit codes: 0 read to the end, whether or not lines were skipped; 1 it could not be read to the end,",
            "no line was an acceptable event, or the plugin that is to judge them failed; 2 the command line or the",
            "configuration is wrong."
        })
final class ImportCommand implements Callable<Integer> {
    private static final int SWEEP = 10_000;

    /** How many times the longest message a line may be: strfry's packed form of an event may stand beside it, in hex. */
    private static final int LENGTHS = 3;

    /** And how much longer: white space and other fields that are not kept. */
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
        try (Source source = Sources.open(file, surroundings.in(), maxBytes(loaded));
                EventStore store = surroundings.stores().open(loaded.storage(), surroundings.clock())) {
            store.honour(new VanishRequests(loaded.relay().auth().relayUrls()));
            List<IOException> failures = new ArrayList<>();
            ImportSummary summary = runAsking(loaded, source, store, failures, err);
            while (!store.sweepVanished(SWEEP).changes().isEmpty()) {
                // Until all is gone that requests to vanish concern.
            }
            err.println(summary.text(source.unit().line()));
            source.remark().ifPresent(err::println);
            err.flush();
            failures.forEach(this::report);
            if (!summary.isJudged()) {
                say("the plugin failed: see the log, put it right, and run the import again");
            }
            boolean isUseless = summary.read() > 0 && summary.totalRejected() == summary.read();
            boolean isWhole = failures.isEmpty() && summary.isJudged();
            return isUseless || !isWhole ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    /** With the operator's plugin, if there is one and it is to be asked. */
    private ImportSummary runAsking(
            SoukConfig loaded, Source source, EventStore store, List<IOException> failures, PrintWriter err)
            throws IOException, InterruptedException {
        PluginConfig plugin = loaded.relay().plugin();
        if (!plugin.isOn() || !plugin.askOnImport()) {
            return run(loaded, source, store, (event, caller) -> Verdict.ACCEPT, failures, err);
        }
        try (ImportPolicy policy = ImportPolicy.start(plugin, surroundings.clock())) {
            VanishRequests spared = new VanishRequests(loaded.relay().auth().relayUrls());
            return run(loaded, source, store, policy.except(spared), failures, err);
        }
    }

    private static int maxBytes(SoukConfig loaded) {
        return LENGTHS * loaded.relay().limits().maxMessageBytes() + SLACK_BYTES;
    }

    private void report(IOException failure) {
        say((file.equals("-") ? "standard input" : file) + " could not be read to its end: "
                + Optional.ofNullable(failure.getMessage()).orElse("it breaks off")
                + ". What came before is stored; run it again to go on.");
        if (Souk.isDebug(spec)) {
            PrintWriter err = spec.commandLine().getErr();
            failure.printStackTrace(err);
            err.flush();
        }
    }

    private void say(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("souk: " + what);
        err.flush();
    }

    private ImportSummary run(
            SoukConfig loaded,
            Source source,
            EventStore store,
            EventPolicy plugin,
            List<IOException> failures,
            PrintWriter err)
            throws IOException, InterruptedException {
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
            return run(importer, source, Optional.empty(), failures, err);
        }
        try (Writer list = Files.newBufferedWriter(errors.get())) {
            return run(importer, source, Optional.of(list), failures, err);
        }
    }

    private ImportSummary run(
            Importer importer, Source source, Optional<Writer> list, List<IOException> failures, PrintWriter err)
            throws InterruptedException {
        try (Progress progress = progress(source, err)) {
            RejectionLog rejections = new RejectionLog(source.unit().line(), progress, isQuiet, list);
            return importer.run(source, progress, rejections, failures::add);
        }
    }

    /** What the relay keeps to itself. Whose events are imported is for the operator to say: membership is not asked. */
    private EventPolicy vetoes(SoukConfig loaded) {
        boolean isAsked = Parts.needKey(loaded) && !isOwnBackup;
        Optional<SecretKey> key = isAsked ? RelayKey.existing(loaded, surroundings.environment()) : Optional.empty();
        return Parts.vetoes(key);
    }

    private Progress progress(Source source, PrintWriter err) {
        if (isQuiet) {
            return Progress.none(err);
        }
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar(
                        "import",
                        source.size(),
                        source.unit().name(),
                        source.unit().size(),
                        terminal))
                .orElseGet(() -> Progress.lines("import", source.size(), surroundings.clock(), err));
    }
}
