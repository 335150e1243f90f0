package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is due to be published, and what was. Used within {@link Ledger#outbox}, whose changes it makes. */
public final class Outbox {
    private static final long DAY_MILLIS = 86_400_000;

    private final WriteSet set;
    private final Due due;
    private final LedgerSettings settings;
    private final long nowMillis;

    Outbox(WriteSet set, LedgerSettings settings, DueFloor floor, long nowMillis) {
        this.set = set;
        this.due = new Due(set, settings.interval(), floor);
        this.settings = settings;
        this.nowMillis = nowMillis;
    }

    /**
     * An address that is due.
     *
     * @param version differs when the address got out of date once more
     */
    public record Item(int kind, String d, long version) {}

    /**
     * What was published last at an address.
     *
     * @param createdAt of the event, Unix seconds
     * @param state a hash of what it says
     * @param status the status word, for jobs
     * @param previous the status before it
     */
    public record Published(long createdAt, long state, Optional<String> status, Optional<String> previous) {
        /** The {@link #state} of an address at which there is nothing, or nothing any more. */
        public static final long NOTHING = 0;

        byte[] encode() {
            FieldWriter out = new FieldWriter();
            out.number(createdAt);
            out.number(state);
            out.optional(status, out::text);
            out.optional(previous, out::text);
            return out.toBytes();
        }

        static Published decode(byte[] bytes) {
            FieldReader in = new FieldReader(bytes);
            return new Published(in.number(), in.number(), in.optional(in::text), in.optional(in::text));
        }
    }

    /** At most {@code max} addresses that are due now, the longest due first. */
    public List<Item> due(int max) {
        return due.at(nowMillis, max);
    }

    /** When the next one is due, Unix milliseconds. */
    public OptionalLong next() {
        return due.next().map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** Items with a higher version were made after the call. */
    public long lastVersion() {
        return due.nextVersion();
    }

    /** What was published last. */
    public Optional<Published> published(int kind, String d) {
        return set.get(Keys.address(Keys.PUBLISHED, kind, d)).map(Published::decode);
    }

    /** The item was published as this. */
    public void published(Item item, Published now) {
        noted(item, now);
        due.done(item);
    }

    /** This is what the store has at the item's address; the item stays due. */
    public void noted(Item item, Published now) {
        set.put(Keys.address(Keys.PUBLISHED, item.kind(), item.d()), now.encode());
    }

    /** The item needs no publication: what was published still holds. */
    public void settled(Item item) {
        due.done(item);
    }

    /** The item could not be published now. */
    public void postpone(Item item, long untilMillis) {
        due.postpone(item, untilMillis);
    }

    /** The address may be out of date. */
    public void mark(int kind, String d) {
        due.mark(kind, d, nowMillis, due.nextVersion());
    }

    /**
     * Marks some of what is to be looked at again although nothing happened to it: all jobs since everything was derived
     * anew, types whose windows have moved on, and all people once a day. True when there is more. What is marked is due at once: so whoever calls only when
     * nothing is due never has more than {@code max} of them before what is news.
     */
    public boolean sweep(int max) {
        Marks marks = new Marks(due, settings.addresses(), Duration.ZERO, nowMillis);
        if (Sweep.isUnderWay(set)) {
            Sweep.goOn(set, marks, max);
            return true;
        }
        if (TypeRound.isUnderWay(set)) {
            TypeRound.goOn(set, max, (type, window) -> marks.aggregate(new Scope.OfType(type), window));
            return true;
        }
        return DailyRound.goOn(set, nowMillis / DAY_MILLIS, max, marks::profile);
    }

    /** The provider's place among providers may have changed. */
    public void rank(Bytes32 provider) {
        new Ranking(set, new TallyReader(set::get, nowMillis / 1_000)).refresh(provider);
    }

    /**
     * Windows have moved on: the market's numbers, and those of types asked for in the last {@code seconds}. At most {@code
     * maxTypes} of them are marked now; {@link #sweep} comes to the others.
     */
    public void windowsMoved(List<Window> windows, long seconds, int maxTypes) {
        Marks marks = new Marks(due, settings.addresses(), settings.pause(), nowMillis);
        long since = nowMillis / 1_000 - seconds;
        for (Window window : windows) {
            marks.aggregate(new Scope.Market(), window);
        }
        TypeList.Page newest = TypeList.types(set, maxTypes).askedSince(since, maxTypes);
        for (JobType type : newest.types()) {
            windows.forEach(window -> marks.aggregate(new Scope.OfType(type), window));
        }
        newest.next().ifPresent(next -> TypeRound.begin(set, windows, since, next));
    }
}
