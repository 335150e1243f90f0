package dev.souk.relay.negentropy;

import dev.souk.protocol.Filter;
import dev.souk.protocol.json.FilterWriter;
import dev.souk.relay.config.NegentropyConfig;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.relay.extension.RelayExtension;
import dev.souk.relay.policy.PrivateKinds;
import dev.souk.storage.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sets whose sums are kept in the store: one for each configured filter, without private kinds. They follow the change
 * feed as an extension does. Thread-safe once started.
 */
public final class StoredSets implements RelayExtension {
    /** What it is called as an extension, and its table. */
    static final String NAME = "negentropy";

    static final String TABLE = "sets";

    /** Sets that lag by more changes than this are being made, and nobody waits for them. */
    private static final long MAX_LAG = 50_000;

    private final List<Filter> filters;
    private final PrivateKinds privateKinds;
    private final byte[] description;

    /** What begins with {@link #start}. */
    private record Running(RelayAccess access, Table table, SetFeed feed) {}

    private volatile Optional<Running> running = Optional.empty();

    /** @param privateKinds kinds that are in none of the sets */
    public StoredSets(NegentropyConfig config, Set<Integer> privateKinds) {
        this.filters = config.enabled() ? config.filters() : List.of();
        this.privateKinds = new PrivateKinds(privateKinds);
        this.description = description(filters, privateKinds);
    }

    /** Which sets these are. */
    static byte[] description(List<Filter> filters, Set<Integer> privateKinds) {
        String text = filters.stream().map(FilterWriter::json).collect(Collectors.joining("\n")) + "\nwithout kinds "
                + new TreeSet<>(privateKinds);
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start(RelayAccess access) {
        if (filters.isEmpty()) {
            return;
        }
        Table table = access.table(TABLE);
        if (!table.get(Keys.SETS)
                .filter(known -> Arrays.equals(known, description))
                .isPresent()) {
            List<Table.Write> anew = new ArrayList<>(SetFeed.forgetting());
            anew.add(new Table.Write.Put(Keys.SETS, description));
            table.write(anew);
        }
        SetFeed feed = new SetFeed(filters, privateKinds, table, access.clock());
        running = Optional.of(new Running(access, table, feed));
        access.follow(feed.fed(), feed);
    }

    /** The number of the set that {@code filter} asks for a part of, by time; nothing while it is being made. */
    OptionalInt of(Filter filter) {
        int set = filter.limit().isPresent() ? -1 : filters.indexOf(NegentropyConfig.timeless(filter));
        boolean isCurrent = running.filter(
                        now -> now.access().sequence() - now.feed().fed() <= MAX_LAG)
                .isPresent();
        return set >= 0 && isCurrent ? OptionalInt.of(set) : OptionalInt.empty();
    }

    /**
     * Has {@code task} run for {@code who} when the sets show all that is committed now, and nothing that has expired.
     * Never waits; false when {@code maxWaiting} tasks wait already.
     */
    boolean whenCurrent(Object who, Runnable task, int maxWaiting) {
        Running now = running();
        boolean isTaken = now.feed().whenFed(now.access().sequence(), who, task, maxWaiting);
        now.access().wake();
        return isTaken;
    }

    /** Drops what waits for {@code who}. Any thread. */
    void forget(Object who) {
        running.ifPresent(now -> now.feed().forget(who));
    }

    /** All sets at this moment. */
    Table.View view() {
        return running().table().view();
    }

    private Running running() {
        return running.orElseThrow(() -> new IllegalStateException("no sets are kept"));
    }
}
