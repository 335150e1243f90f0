package dev.souk.deploy;

import dev.souk.deploy.config.SoukConfig;
import dev.souk.protocol.Bytes32;
import dev.souk.relay.backup.HeldCheckpoint;
import dev.souk.relay.retention.Sweep;
import dev.souk.storage.EventStore;
import dev.souk.storage.Removal;
import dev.souk.storage.StoreStatistics;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.rocksdb.RocksEventStore;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code souk retention}. */
@Command(
        name = "retention",
        description = {
            "Removes what the rules in [retention] no longer keep, and gives its space back. A running relay does that by"
                    + " itself; this is for the first time, on a large store, while it is stopped.",
            "With --dry-run it only counts what would go, by rule, whether or not the relay runs."
        },
        footer = {
            "",
            "Examples:",
            "  souk retention --dry-run",
            "  SOUK_RETENTION_RULES='kinds=1,7 authors=others age=90d' souk retention --dry-run"
        })
final class RetentionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--dry-run", description = "Only shows what would go.")
    private boolean isDryRun;

    RetentionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        SoukConfig loaded =
                config.load(surroundings, List.of(), Souk.isDebug(spec)).config();
        if (!loaded.relay().retention().isOn()) {
            throw new CommandFailure(
                    ExitCode.USAGE, "all events stay: set retention.rules or retention.max_bytes first");
        }
        if (isDryRun) {
            try (HeldCheckpoint checkpoint = Checkpoints.take(loaded, surroundings);
                    EventStore store = RocksEventStore.openCheckpoint(
                            loaded.storage().at(checkpoint.folder()), surroundings.clock())) {
                run(loaded, store);
            }
        } else {
            Checkpoints.requireStore(loaded);
            try (EventStore store = surroundings.stores().open(loaded.storage(), surroundings.clock())) {
                run(loaded, store);
            }
        }
        return ExitCode.OK;
    }

    private void run(SoukConfig loaded, EventStore store) throws InterruptedException {
        Tally tally = new Tally(store, isDryRun);
        loaded.relay().retention().rules().forEach(rule -> tally.begin(rule.toString()));
        if (loaded.relay().retention().maxBytes() > 0) {
            tally.begin(Sweep.SPACE);
        }
        long taken = new Sweep(store, Parts.retention(loaded, store, surroundings), tally).run(0);
        if (taken > 0) {
            tally.reclaim();
        }
        StoreStatistics statistics = store.statistics();
        PrintWriter out = spec.commandLine().getOut();
        String verb = isDryRun ? "would go" : "went";
        tally.counts.forEach((cause, count) -> out.println(String.format(
                Locale.ROOT, "%s: %,d events %s, %,d bytes of JSON", cause, count.events(), verb, count.bytes())));
        out.println(String.format(
                Locale.ROOT,
                "about %,d events are stored, and take %,d bytes with their indexes",
                statistics.events(),
                statistics.eventBytes()));
        out.flush();
    }

    private record Count(long events, long bytes) {}

    /** Counts what goes, and removes it if it is to. */
    private static final class Tally implements Sweep.Target {
        private final EventStore store;
        private final boolean isDryRun;
        private final Map<String, Count> counts = new LinkedHashMap<>();

        private Tally(EventStore store, boolean isDryRun) {
            this.store = store;
            this.isDryRun = isDryRun;
        }

        private void begin(String cause) {
            counts.put(cause, new Count(0, 0));
        }

        @Override
        public void take(String cause, List<StoredEvent> page) {
            long bytes = page.stream().mapToLong(event -> event.json().length).sum();
            counts.merge(
                    cause,
                    new Count(page.size(), bytes),
                    (a, b) -> new Count(a.events() + b.events(), a.bytes() + b.bytes()));
            if (!isDryRun) {
                Set<Bytes32> ids =
                        page.stream().map(event -> event.header().id()).collect(Collectors.toSet());
                store.remove(ids, Removal.RETIRED);
            }
        }

        @Override
        public boolean reclaim() {
            if (!isDryRun) {
                store.reclaim();
            }
            return !isDryRun;
        }
    }
}
