package dev.souk.relay.moderation;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.EventsConfig;
import dev.souk.relay.config.KindRange;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.storage.Table;
import dev.souk.storage.Table.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Kinds that the operator has allowed or disallowed one by one; about all others the configuration decides. As a policy
 * it refuses what is disallowed. Thread-safe: asking takes no lock; changing takes one, and waits until the change is
 * durable. Past {@code max} kinds a new one is a {@link ListFullException}.
 */
public final class KindRules implements EventPolicy {
    private static final KindRange STANDARD = new KindRange(0, 65_535);
    private static final int PAGE = 1_000;

    private final Supplier<EventsConfig> config;
    private final Table table;
    private final IntSupplier max;
    private final Predicate<Event> spared;
    private final ConcurrentSkipListMap<Integer, Boolean> rules = new ConcurrentSkipListMap<>();

    /** @param spared what is taken whatever its kind */
    KindRules(Supplier<EventsConfig> config, Table table, IntSupplier max, Predicate<Event> spared) {
        this.config = config;
        this.table = table;
        this.max = max;
        this.spared = spared;
        byte[] from = Rows.KINDS.prefix();
        List<Table.Entry> page = table.scan(Rows.KINDS.prefix(), from, PAGE);
        while (!page.isEmpty()) {
            page.forEach(row -> rules.put(Rows.KINDS.key(row.key()), row.value()[0] == 1));
            from = Rows.KINDS.behind(Rows.KINDS.key(page.getLast().key()));
            page = table.scan(Rows.KINDS.prefix(), from, PAGE);
        }
    }

    /** True when events of this kind may be published. */
    public boolean accepts(int kind) {
        Boolean rule = rules.get(kind);
        return rule == null ? config.get().accepts(kind) : rule;
    }

    /** True when the configuration or the operator has named this kind, whatever was disallowed since. */
    public boolean knows(int kind) {
        return config.get().accepts(kind) || rules.containsKey(kind);
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        return rules.isEmpty() || accepts(event.kind()) || spared.test(event)
                ? Verdict.ACCEPT
                : new Verdict.Reject(Reason.blocked("this relay does not take kind " + event.kind()));
    }

    /** From now on events of this kind may be published, or not. What is stored stays. */
    public synchronized void set(int kind, boolean isAllowed) {
        if (!rules.containsKey(kind) && rules.size() >= max.getAsInt()) {
            throw new ListFullException(max.getAsInt());
        }
        table.writeDurably(List.of(new Write.Put(Rows.KINDS.row(kind), new byte[] {(byte) (isAllowed ? 1 : 0)})));
        rules.put(kind, isAllowed);
    }

    /** The first {@code count} kinds behind {@code after} that may be published. */
    public List<Integer> allowed(OptionalInt after, int count) {
        List<Integer> kinds = new ArrayList<>();
        long next = after.isPresent() ? after.getAsInt() + 1L : 0;
        for (KindRange range : ranges()) {
            for (next = Math.max(next, range.first()); next <= range.last() && kinds.size() < count; next++) {
                if (accepts((int) next)) {
                    kinds.add((int) next);
                }
            }
        }
        return kinds;
    }

    /** All kinds that may be accepted lie within one of these, which are in order. */
    private List<KindRange> ranges() {
        Stream<KindRange> named = rules.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(rule -> new KindRange(rule.getKey(), rule.getKey()));
        return Stream.of(Stream.of(STANDARD), config.get().extraKinds().stream(), named)
                .flatMap(all -> all)
                .sorted(Comparator.comparingInt(KindRange::first))
                .toList();
    }

    /** The first {@code count} kinds behind {@code after} that were disallowed. */
    public List<Integer> disallowed(OptionalInt after, int count) {
        return rules.tailMap(after.orElse(-1), false).entrySet().stream()
                .filter(rule -> !rule.getValue())
                .map(Map.Entry::getKey)
                .limit(count)
                .toList();
    }
}
