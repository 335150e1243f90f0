package dev.souk.deploy;

import dev.souk.deploy.client.ClientException;
import dev.souk.deploy.convert.ConversionException;
import dev.souk.deploy.foreign.UnreadableException;
import dev.souk.marketplace.ledger.LedgerException;
import dev.souk.relay.lists.ListException;
import dev.souk.relay.transport.TransportException;
import dev.souk.storage.StorageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code souk} command. */
@Command(
        name = "souk",
        description = "A Nostr relay with a job marketplace inside. Without a command it runs the relay.",
        synopsisSubcommandLabel = "[COMMAND]",
        versionProvider = Souk.Versions.class,
        footer = {
            "",
            "Examples:",
            "  souk                                       runs the relay at ws://127.0.0.1:7777, events in ./souk-data",
            "  souk relay --port 8080 --data /srv/souk    elsewhere",
            "  souk import events.jsonl.gz                checks and stores a file of events, one JSON object a line",
            "  souk export --kinds 1 > notes.jsonl        writes stored events",
            "  souk backup /mnt/backup/souk               backs up all that the relay keeps, while it runs",
            "  souk verify                                checks what it keeps, while it runs",
            "  souk retention --dry-run                   counts what the rules in [retention] would remove",
            "  souk publish --new-key me.key --kind 68001 --tag j=translation --content 'Hello'",
            "                                             signs a job request and publishes it",
            "  souk req --follow '{\"kinds\":[68001]}'      prints job requests, stored ones and new ones",
            "  souk manage --key me.key banpubkey PUBKEY spam",
            "                                             bans a key on a running relay, which must know me.key",
            "  souk job ID                                shows how a job stands",
            "  souk config print > souk.toml              writes a configuration to begin with, every key explained",
            "  souk COMMAND --help                        says more",
            "",
            "Exit codes: 0 all went well; 1 it was tried and failed; 2 the command line or the configuration is wrong."
        })
public final class Souk implements Runnable {
    /** What asks about the command itself, so that no relay is started. */
    private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean isHelp;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it.
    private boolean isVersion;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Logs more, and shows stack traces of failures.")
    private boolean isDebug;

    Souk() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Surroundings surroundings = new Surroundings(
                Parts::openStore,
                Parts::startRelay,
                InstantSource.system(),
                System.getenv(),
                Path.of(""),
                System.in,
                new FileOutputStream(FileDescriptor.out),
                terminal());
        String[] all = withDefault(args);
        System.exit(commandLine(surroundings, all[0]).execute(all));
    }

    /** Standard error, when the launcher has seen that a person watches it. */
    private static Optional<PrintStream> terminal() {
        return Boolean.getBoolean("souk.terminal")
                ? Optional.of(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    /** The whole command line. */
    static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(commands(surroundings).values());
    }

    /** With the command of this name alone, if there is one: picocli takes some 20 ms for each that it is told of. */
    private static CommandLine commandLine(Surroundings surroundings, String name) {
        Map<String, Supplier<Object>> commands = commands(surroundings);
        Supplier<Object> meant = commands.get(name);
        return commandLine(meant == null ? commands.values() : List.of(meant));
    }

    private static Map<String, Supplier<Object>> commands(Surroundings surroundings) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("relay", () -> new RelayCommand(surroundings));
        commands.put("import", () -> new ImportCommand(surroundings));
        commands.put("export", () -> new ExportCommand(surroundings));
        commands.put("backup", () -> new BackupCommand(surroundings));
        commands.put("restore", () -> new RestoreCommand(surroundings));
        commands.put("verify", () -> new VerifyCommand(surroundings));
        commands.put("retention", () -> new RetentionCommand(surroundings));
        commands.put("sync", () -> new SyncCommand(surroundings));
        commands.put("req", () -> new ReqCommand(surroundings));
        commands.put("publish", () -> new PublishCommand(surroundings));
        commands.put("job", JobCommand::new);
        commands.put("manage", () -> new ManageCommand(surroundings));
        commands.put("marketplace", () -> new MarketplaceCommand(surroundings));
        commands.put("config", () -> new ConfigCommand(surroundings));
        commands.put("train", () -> new TrainCommand(surroundings));
        commands.put("version", VersionCommand::new);
        return commands;
    }

    private static CommandLine commandLine(Collection<Supplier<Object>> commands) {
        CommandLine line = new CommandLine(new Souk());
        commands.forEach(command -> line.addSubcommand(command.get()));
        line.setUsageHelpWidth(110);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Souk::onUsageError);
        line.setExecutionExceptionHandler((failure, command, parsed) -> onFailure(failure, command));
        return line;
    }

    /** {@code relay} is meant when no command is named: {@code souk --port 8080} runs one. */
    static String[] withDefault(String... args) {
        boolean isRelay = args.length == 0 || args[0].startsWith("-") && !QUESTIONS.contains(args[0]);
        if (!isRelay) {
            return args;
        }
        String[] all = new String[args.length + 1];
        all[0] = "relay";
        System.arraycopy(args, 0, all, 1, args.length);
        return all;
    }

    /** Whether {@code --debug} was given, before or behind the command. */
    static boolean isDebug(CommandSpec command) {
        return command.root().userObject() instanceof Souk souk && souk.isDebug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int onUsageError(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("souk: " + problem.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("souk: " + describe(failure));
        if (isDebug(command.getCommandSpec())) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof CommandFailure known ? known.exitCode() : ExitCode.FAILED;
    }

    private static String describe(Exception failure) {
        return switch (failure) {
            case CommandFailure known -> String.valueOf(known.getMessage());
            case StorageException storage -> String.valueOf(storage.getMessage());
            case LedgerException ledger -> String.valueOf(ledger.getMessage());
            case ClientException client -> String.valueOf(client.getMessage());
            case ListException list -> String.valueOf(list.getMessage());
            case ConversionException conversion -> String.valueOf(conversion.getMessage());
            case UnreadableException file -> String.valueOf(file.getMessage());
            case TransportException transport -> String.valueOf(transport.getMessage());
            case UncheckedIOException io -> String.valueOf(io.getMessage());
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException existing -> existing.getFile() + ": is there already";
            case NotDirectoryException file -> file.getFile() + ": is no folder";
            case IOException io -> io.getClass().getSimpleName() + ": " + io.getMessage();
            default -> "a fault of Souk itself: " + failure + " (run it again with --debug and report what it says)";
        };
    }

    /** The version for picocli. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Souk " + Version.current() + " on Java " + Version.java()};
        }
    }
}
