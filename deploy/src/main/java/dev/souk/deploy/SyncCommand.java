package dev.souk.deploy;

import dev.souk.deploy.client.RelayConnection;
import dev.souk.deploy.config.SoukConfig;
import dev.souk.deploy.sync.Direction;
import dev.souk.deploy.sync.Sync;
import dev.souk.deploy.sync.SyncReport;
import dev.souk.deploy.transfer.Intake;
import dev.souk.deploy.transfer.Progress;
import dev.souk.protocol.Filter;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.SecretKey;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.relay.policy.VanishRequests;
import dev.souk.storage.EventStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code souk sync}. */
@Command(
        name = "sync",
        description = {
            "Reconciles the store with another relay (NIP-77): finds out which events only one side has, transfers them,"
                    + " and reconciles again to see that nothing is left but what one side will not have.",
            "What comes is checked as an import is. Private kinds are left out, as relays show them to nobody else. A sync"
                    + " that was broken off is simply done again. The relay must not run on the same store."
        },
        footer = {
            "",
            "Examples:",
            "  souk sync wss://relay.example                               everything, both ways",
            "  souk sync wss://relay.example --dir down --kinds 68001,68002",
            "  souk sync wss://relay.example --filter '{\"#t\":[\"nostr\"],\"since\":1700000000}'",
            "",
            "Exit codes: 0 nothing is left, or one side said why it will not have it; 1 it could not be carried through, or",
            "something is left and nobody said why; 2 the command line or the configuration is wrong."
        })
final class SyncCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Parameters(arity = "1", paramLabel = "URL", description = "The other relay, ws:// or wss://.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--dir",
            paramLabel = "DIRECTION",
            description = "Which way events go: up to the other relay, down from it, or both (the default).")
    private Direction direction = Direction.BOTH;

    @Option(names = "--quiet", description = "Shows no progress, only the summary.")
    private boolean isQuiet;

    SyncCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        RelayArguments arguments = RelayArguments.of(spec.commandLine(), words);
        if (!arguments.rest().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "name a relay, not " + arguments.rest().getFirst());
        }
        List<Filter> filters = filters();
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        try (EventStore store = surroundings.stores().open(loaded.storage(), surroundings.clock());
                RelayConnection relay = RelayConnection.open(arguments.url())) {
            store.honour(new VanishRequests(loaded.relay().auth().relayUrls()));
            long unexplained = 0;
            for (Filter one : filters) {
                unexplained += report(sync(loaded, store, relay).run(one));
            }
            return unexplained == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private List<Filter> filters() {
        List<Filter> filters = filter.read(spec.commandLine());
        if (filters.stream().anyMatch(one -> one.limit().isPresent())) {
            throw new ParameterException(
                    spec.commandLine(), "a sync has no limit: say which events with --since and --until");
        }
        return filters.isEmpty() ? List.of(Filter.ALL) : filters;
    }

    private Sync sync(SoukConfig loaded, EventStore store, RelayConnection relay) {
        Optional<SecretKey> key =
                Parts.needKey(loaded) ? RelayKey.existing(loaded, surroundings.environment()) : Optional.empty();
        EventVerifier verifier = new EventVerifier(Parts.schnorr());
        PrivateKinds privateKinds = new PrivateKinds(loaded.relay().auth().privateKinds());
        return new Sync(
                store,
                relay,
                direction,
                privateKinds.visibleTo(Set.of()),
                new Intake(store, loaded.relay(), Parts.moderation(loaded, store), Parts.vetoes(key), verifier),
                this::progress);
    }

    private long report(SyncReport report) {
        PrintWriter err = spec.commandLine().getErr();
        report.lines().forEach(err::println);
        err.flush();
        return report.unexplained();
    }

    private Progress progress(OptionalLong total) {
        PrintWriter err = spec.commandLine().getErr();
        if (isQuiet) {
            return Progress.none(err);
        }
        return surroundings
                .terminal()
                .map(terminal -> Progress.bar("sync", total, "", 1, terminal))
                .orElseGet(() -> Progress.lines("sync", total, surroundings.clock(), err));
    }
}
