package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.Window;
import dev.souk.storage.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Walks over the types that are not among the newest, some at a time: windows move on for them too, though nobody asks for
 * them any more. There is a walk for the windows that move every five minutes, and one for those that move every hour.
 * One that is under way is finished before the next of its windows begins, so that every type has a turn. It goes on
 * where it was when the process ended. Lives in a {@link WriteSet}.
 */
final class TypeRound {
    private static final byte[] ROUNDS = {Keys.TYPE_ROUND};

    private TypeRound() {}

    /**
     * How far a walk is.
     *
     * @param windows that have moved on
     * @param since types that were asked for before have nothing in these windows any more, Unix seconds
     * @param next where it goes on
     */
    private record Round(List<Window> windows, long since, byte[] next) {
        byte[] key() {
            return Keys.of(Keys.TYPE_ROUND, windows.getFirst().wire());
        }

        byte[] encode() {
            FieldWriter out = new FieldWriter();
            out.texts(windows.stream().map(Window::wire).toList());
            out.number(since);
            out.blob(next);
            return out.toBytes();
        }

        static Round decode(Table.Entry row) {
            FieldReader in = new FieldReader(row.value());
            List<Window> windows = in.texts().stream()
                    .map(Window::named)
                    .flatMap(Optional::stream)
                    .toList();
            return new Round(windows, in.number(), in.blob());
        }
    }

    /** Begins a walk, unless one for these windows is under way. */
    static void begin(WriteSet set, List<Window> windows, long since, byte[] from) {
        Round round = new Round(windows, since, from);
        if (!set.has(round.key())) {
            set.put(round.key(), round.encode());
        }
    }

    static boolean isUnderWay(WriteSet set) {
        return !set.scan(ROUNDS, 1).isEmpty();
    }

    /** Visits the next types, each once for each window: at most {@code max} times in all. */
    static void goOn(WriteSet set, int max, BiConsumer<JobType, Window> visit) {
        set.scan(ROUNDS, 1).stream().map(Round::decode).forEach(round -> {
            int most = Math.max(1, max / round.windows().size());
            TypeList.Page page = TypeList.types(set, most).askedSince(round.next(), round.since(), most);
            page.types().forEach(type -> round.windows().forEach(window -> visit.accept(type, window)));
            page.next()
                    .ifPresentOrElse(
                            next -> set.put(round.key(), new Round(round.windows(), round.since(), next).encode()),
                            () -> set.delete(round.key()));
        });
    }
}
