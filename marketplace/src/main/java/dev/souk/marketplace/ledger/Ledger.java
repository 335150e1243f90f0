package dev.souk.marketplace.ledger;

import dev.souk.marketplace.dialect.MarketReader;
import dev.souk.marketplace.dialect.Reading;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.EventHeader;
import dev.souk.protocol.json.EventReader;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.storage.Change;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The market's memory. Takes in the store's changes page by page: each page is read into facts, the facts are filed, the
 * jobs they belong to are folded anew, and everything is written at once together with the place in the feed, so that a
 * crash at any moment neither loses nor doubles anything.
 *
 * <p>Owned by one thread, the extension's; whoever only reads uses a {@link MarketView}.
 */
public final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /** Of the tables, see {@link CarryOver}. */
    private static final int VERSION = 4;

    /** So many jobs are folded anew at once because of the clock. */
    private static final int MAX_RIPE = 1_000;

    /** A batch ends, wherever its page does, when the dossiers it has read from the table take so many bytes. */
    private static final long MAX_BATCH_BYTES = 16 << 20;

    /** Receipts that are judged in one batch when a wallet has named its key. */
    private static final int JUDGED_AT_ONCE = 200;

    /** A line in the log for each so many jobs of a rebuild. */
    private static final long LOGGED_JOBS = 100_000;

    /** Bans that are followed in one batch: with an event everything goes that was said of its job. */
    private static final int BANS_AT_ONCE = 100;

    /** Fewer changes are read sooner by one thread. */
    private static final int MIN_PARALLEL = 64;

    private final Table table;
    private final LedgerSettings settings;
    private final LedgerMeters meters;
    private final LedgerReader reader;
    private final DueFloor floor = new DueFloor();
    private final TallyCache tallies = new TallyCache();
    private final HotJobs hot;

    private WalletNews walletNews = WalletNews.UNHEARD;

    /** What is known while a page is read. */
    private volatile KnownRequests known;

    /**
     * @param table the ledger's own
     * @param hot told of every job whose dossier is written
     * @param reader what reads events; asks this ledger which requests are known, see {@link #isKnownRequest}
     */
    public Ledger(Table table, LedgerSettings settings, LedgerMeters meters, HotJobs hot, LedgerReader reader) {
        this.hot = hot;
        this.table = table;
        this.settings = settings;
        this.meters = meters;
        this.reader = reader;
        this.known = new KnownRequests(table, List.of());
    }

    /** What the ledger needs of the world: how events are read, and what is stored. Thread-safe. */
    public interface LedgerReader {
        /** What the event means. */
        List<Reading> read(Event event, long nowMillis);

        /** The stored event of this id. */
        Optional<StoredEvent> stored(Bytes32 id);

        /** The newest stored receipts for {@code recipient} that {@code signer} signed, at most {@code max}. */
        List<StoredEvent> receipts(Bytes32 recipient, Bytes32 signer, int max);
    }

    /** Who is told of what concerns wallets. */
    public void onWalletNews(WalletNews listener) {
        walletNews = listener;
    }

    /** Recipients of receipts that a wallet's key may verify, in the order of their keys, at most {@code max}. Thread-safe. */
    public List<Bytes32> recipientsAfter(Bytes32 last, int max) {
        return Unverified.recipientsAfter(table, last, max);
    }

    /**
     * Makes ready for work: carries the tables of an older build over, and finishes a rebuild that was cut off.
     *
     * @return up to which change everything has been taken in
     * @throws LedgerException when the tables are of a version that is not known; nothing is touched then
     */
    public long open(long nowMillis) {
        long place = carriedOver(table);
        if (Rebuild.isCutOff(table)) {
            long jobs = new Rebuild(table, settings, nowMillis).run(Ledger::logProgress);
            LOG.info("event=ledger-rebuilt jobs={}", jobs);
        }
        return place;
    }

    private static void logProgress(long jobs) {
        if (jobs % LOGGED_JOBS == 0) {
            LOG.info("event=ledger-rebuilding jobs={}", jobs);
        }
    }

    private static long carriedOver(Table table) {
        Optional<byte[]> checkpoint = table.get(Keys.checkpoint());
        if (checkpoint.isEmpty()) {
            return 0;
        }
        ByteBuffer stored = ByteBuffer.wrap(checkpoint.get());
        int version = stored.get();
        long place = stored.getLong();
        if (version > VERSION || version < CarryOver.OLDEST) {
            throw LedgerException.ofVersion(version, VERSION);
        }
        if (version < VERSION) {
            CarryOver.run(table, version, VERSION, place);
        }
        return place;
    }

    /** True when the request of this id is known, or comes with the page at work. Thread-safe. */
    public boolean isKnownRequest(Bytes32 id) {
        return known.test(id);
    }

    /** Takes in one page. When it throws, what was not written yet is to be shown again. */
    public void apply(RelayAccess.Page page, long nowMillis) {
        meters.pages().record(() -> {
            Iterator<ReadChange> changes = read(page.changes(), nowMillis).iterator();
            do {
                inBatch(nowMillis, batch -> fill(batch, changes, page.next()));
            } while (changes.hasNext());
        });
    }

    private record ReadChange(Change change, List<Reading> readings) {}

    /** Reads what concerns the market; a long page on all cores. */
    private List<ReadChange> read(List<Change> changes, long nowMillis) {
        known = new KnownRequests(table, changes);
        Stream<Change> each = changes.size() < MIN_PARALLEL ? changes.stream() : changes.parallelStream();
        return each.map(change -> new ReadChange(change, read(change, nowMillis)))
                .toList();
    }

    private List<Reading> read(Change change, long nowMillis) {
        if (change instanceof Change.Stored(StoredEvent stored)) {
            EventHeader header = stored.header();
            if (MarketReader.concerns(header.kind()) && !header.pubkey().equals(settings.self())) {
                return reader.read(EventReader.read(stored.json()), nowMillis);
            }
        }
        return List.of();
    }

    /** Takes in changes until there are no more or the batch is full, and notes how far it came. */
    private void fill(Batch batch, Iterator<ReadChange> changes, long end) {
        long place = 0;
        while (changes.hasNext() && batch.shelf().weight() < MAX_BATCH_BYTES) {
            ReadChange next = changes.next();
            apply(batch, next);
            place = next.change().sequence();
        }
        batch.set().put(Keys.checkpoint(), CarryOver.checkpoint(VERSION, changes.hasNext() ? place : end));
    }

    /** Lets the clock do its work. True when there may be more to do at once. */
    public boolean tick(long nowMillis) {
        List<Bytes32> ripe = Refold.ripe(table, nowMillis / 1_000, MAX_RIPE);
        if (!ripe.isEmpty()) {
            inBatch(nowMillis, batch -> ripe.forEach(batch.shelf()::touch));
        }
        boolean isVanishing = Vanishing.isUnderWay(table);
        if (isVanishing) {
            inBatch(nowMillis, Batch::vanish);
        }
        return ripe.size() == MAX_RIPE || isVanishing;
    }

    /**
     * These are banned, and nobody else. What is kept of them goes, also what was read from events that are gone; of a key
     * in the ticks that follow.
     */
    public void banned(Set<Bytes32> pubkeys, Set<Bytes32> events, long nowMillis) {
        for (List<Table.Entry> page : Vanishing.banned(table, BANS_AT_ONCE)) {
            List<Bytes32> over = page.stream()
                    .map(row -> Keys.idAtEnd(row.key()))
                    .filter(pubkey -> !pubkeys.contains(pubkey))
                    .toList();
            inBatch(nowMillis, batch -> over.forEach(batch::unbanned));
        }
        inPages(pubkeys, nowMillis, Batch::banned);
        inPages(events, nowMillis, Batch::bannedEvent);
    }

    private void inPages(Set<Bytes32> all, long nowMillis, BiConsumer<Batch, Bytes32> each) {
        List<Bytes32> list = List.copyOf(all);
        for (int from = 0; from < list.size(); from += BANS_AT_ONCE) {
            List<Bytes32> page = list.subList(from, Math.min(list.size(), from + BANS_AT_ONCE));
            inBatch(nowMillis, batch -> page.forEach(item -> each.accept(batch, item)));
        }
    }

    /** Changes what is due to be published, and what was. */
    public void outbox(long nowMillis, Consumer<Outbox> work) {
        WriteSet set = new WriteSet(table);
        try {
            work.accept(new Outbox(set, settings, floor, nowMillis));
            set.commit();
        } catch (RuntimeException e) {
            floor.forget();
            throw e;
        }
    }

    /** A wallet named the key that signs its receipts. Receipts that wait for it are judged. */
    public void walletNamed(Bytes32 recipient, String address, Optional<Bytes32> key, long nowMillis) {
        boolean[] isNews = {false};
        inBatch(nowMillis, batch -> isNews[0] = batch.walletNamed(recipient, address, key));
        judge(recipient, nowMillis);
        if (isNews[0]) {
            key.ifPresent(signer -> readAgain(recipient, signer, nowMillis));
        }
    }

    /** While the wallet was unknown, its receipts may have lost their places to others. */
    private void readAgain(Bytes32 recipient, Bytes32 signer, long nowMillis) {
        List<StoredEvent> receipts =
                reader.receipts(recipient, signer, settings.limits().maxJudged());
        for (int from = 0; from < receipts.size(); from += JUDGED_AT_ONCE) {
            List<StoredEvent> page = receipts.subList(from, Math.min(receipts.size(), from + JUDGED_AT_ONCE));
            inBatch(
                    nowMillis,
                    batch -> page.stream()
                            .filter(stored -> !batch.isKept(stored.header().id()))
                            .flatMap(stored -> reader.read(EventReader.read(stored.json()), nowMillis).stream())
                            .forEach(batch::again));
        }
    }

    /** Each page is a batch of its own. */
    private void judge(Bytes32 recipient, long nowMillis) {
        Wallets wallets = new Wallets(new WriteSet(table), meters);
        long state = wallets.state(recipient);
        int left = settings.limits().maxJudged();
        for (Bytes32 signer : wallets.signers(recipient)) {
            for (List<Table.Entry> page : Unverified.pages(table, recipient, signer, JUDGED_AT_ONCE)) {
                List<Unverified.Receipt> all = page.stream()
                        .map(Unverified.Receipt::of)
                        .filter(receipt -> receipt.judgedBy() != state)
                        .toList();
                List<Unverified.Receipt> receipts = all.subList(0, Math.min(left, all.size()));
                inBatch(nowMillis, batch -> batch.judge(recipient, receipts));
                left -= receipts.size();
                if (receipts.size() < all.size()) {
                    meters.dropped(Bound.JUDGED);
                    return;
                }
            }
        }
    }

    private void inBatch(long nowMillis, Consumer<Batch> work) {
        Batch batch = new Batch(table, settings, meters, walletNews, floor, tallies, nowMillis);
        try {
            work.accept(batch);
            batch.commit();
        } catch (RuntimeException e) {
            floor.forget();
            tallies.forget();
            throw e;
        } finally {
            hot.changed(batch.shelf().touched());
        }
    }

    private void apply(Batch batch, ReadChange read) {
        switch (read.change()) {
            case Change.Stored(var stored) -> {
                meters.read(read.readings().size());
                read.readings().forEach(reading -> batch.take(reading, target -> isForeign(target, stored.sequence())));
            }
            case Change.Removed removed -> {
                switch (removed.reason()) {
                    case DELETED -> batch.removed(removed);
                    case MODERATED, VANISHED -> batch.purged(removed.id(), removed.pubkey());
                    case REPLACED -> batch.replaced(removed);
                    // Facts outlive their events.
                    case EXPIRED, RETIRED -> {}
                }
            }
        }
    }

    /** True when the target is stored, came first, and is not filed: then it has nothing to do with jobs. */
    private boolean isForeign(Bytes32 target, long before) {
        return reader.stored(target)
                .filter(stored -> stored.sequence() < before)
                .isPresent();
    }

    /**
     * Derives everything derived from the kept facts anew: lists, deadlines, statistics, records. The facts themselves,
     * what was published and the log of changes stay.
     *
     * @param progress told how many jobs are done
     * @throws LedgerException when the tables are of a version that is not known; nothing is touched then
     */
    @SuppressWarnings("ReturnValueIgnored") // Where it is does not matter, but that it can be read.
    public static long rebuild(Table table, LedgerSettings settings, long nowMillis, Consumer<Long> progress) {
        carriedOver(table);
        return new Rebuild(table, settings, nowMillis).run(progress);
    }
}
