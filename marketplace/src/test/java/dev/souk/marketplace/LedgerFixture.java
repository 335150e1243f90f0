package dev.souk.marketplace;

import dev.souk.marketplace.dialect.DialectSettings;
import dev.souk.marketplace.dialect.MarketReader;
import dev.souk.marketplace.dialect.Reading;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.job.FoldRules;
import dev.souk.marketplace.job.JobFold;
import dev.souk.marketplace.ledger.Addresses;
import dev.souk.marketplace.ledger.HotJobs;
import dev.souk.marketplace.ledger.Ledger;
import dev.souk.marketplace.ledger.LedgerLimits;
import dev.souk.marketplace.ledger.LedgerMeters;
import dev.souk.marketplace.ledger.LedgerSettings;
import dev.souk.marketplace.ledger.LedgerView;
import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.TestKeys;
import dev.souk.protocol.crypto.EventVerifier;
import dev.souk.protocol.crypto.Schnorr;
import dev.souk.relay.extension.RelayAccess;
import dev.souk.storage.Change;
import dev.souk.storage.StoredEvent;
import dev.souk.storage.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A ledger over a memory table, fed by hand; it can be opened anew at any time, as after a restart. */
final class LedgerFixture {
    private static final String DERIVED_AND_KEPT = "detjDxFisyYzZpPrabBfkvLQXH";

    private static final long HOT_BYTES = 1 << 20;

    private final MemoryRelay relay;
    private final Table table;
    private final LedgerSettings settings;
    private final EventVerifier verifier = new EventVerifier(Schnorr.best());
    private HotJobs hot;
    private Ledger ledger;
    private long sequence;

    LedgerFixture(long nowSeconds) {
        this(new MemoryRelay(nowSeconds), LedgerLimits.DEFAULT);
    }

    LedgerFixture(MemoryRelay relay, LedgerLimits limits) {
        this(relay, relay.table("ledger"), limits);
    }

    LedgerFixture(MemoryRelay relay, Table table, LedgerLimits limits) {
        this.relay = relay;
        this.table = table;
        this.settings = new LedgerSettings(
                TestKeys.key(99).publicKey(),
                new JobFold(FoldRules.DEFAULT),
                new Addresses(Addresses.DEFAULT_STATS_KIND),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                limits);
        this.hot = hot();
        this.ledger = open();
    }

    private HotJobs hot() {
        return new HotJobs(table, settings.fold(), HOT_BYTES, new LedgerMeters(relay.meters()));
    }

    private Ledger open() {
        Reader reader = new Reader();
        Ledger opened = new Ledger(table, settings, new LedgerMeters(relay.meters()), hot, reader);
        reader.reader = Optional.of(new MarketReader(
                DialectSettings.DEFAULT,
                verifier,
                new Bolt11Invoices(),
                new ZapPayments(verifier, relay),
                opened::isKnownRequest,
                relay.bans()::isBanned));
        return opened;
    }

    private final class Reader implements Ledger.LedgerReader {
        private Optional<MarketReader> reader = Optional.empty();

        @Override
        public List<Reading> read(Event event, long nowMillis) {
            return reader.orElseThrow().read(event, nowMillis);
        }

        @Override
        public Optional<StoredEvent> stored(Bytes32 id) {
            return relay.event(id);
        }

        @Override
        public List<StoredEvent> receipts(Bytes32 recipient, Bytes32 signer, int max) {
            return relay.query(List.of(MarketReader.receipts(recipient, signer)), max);
        }
    }

    /** As after a restart. */
    void reopen() {
        hot = hot();
        ledger = open();
        ledger.open(nowMillis());
    }

    Ledger ledger() {
        return ledger;
    }

    long rebuild() {
        return Ledger.rebuild(table, settings, nowMillis(), done -> {});
    }

    LedgerView view() {
        return new LedgerView(table, settings, relay, hot);
    }

    /** The same without a memory. */
    LedgerView freshView() {
        return new LedgerView(table, settings, relay, hot());
    }

    MemoryRelay relay() {
        return relay;
    }

    long nowMillis() {
        return relay.clock().millis();
    }

    void setClock(long seconds) {
        relay.setClock(Instant.ofEpochSecond(seconds));
        while (ledger.tick(nowMillis())) {
            // There was more than one batch of it.
        }
    }

    /** One page of the feed. */
    void feed(List<Event> events) {
        List<Change> changes = new ArrayList<>();
        for (Event event : events) {
            changes.add(new Change.Stored(new StoredEvent(++sequence, event, event.json())));
        }
        ledger.apply(new RelayAccess.Page(changes, false, sequence), nowMillis());
    }

    void feed(Event... events) {
        feed(List.of(events));
    }

    /** One removal. */
    void feed(Change.Removed removed) {
        ledger.apply(new RelayAccess.Page(List.of(removed), false, ++sequence), nowMillis());
    }

    /** Everything that must not depend on the order of arrival, by key. */
    SortedMap<String, String> contents() {
        SortedMap<String, String> rows = new TreeMap<>();
        for (Table.Entry row : everything()) {
            if (DERIVED_AND_KEPT.indexOf(row.key()[0]) >= 0) {
                rows.put(text(row.key()), isNote(row) ? "" : text(row.value()));
            }
        }
        return rows;
    }

    /** Of a receipt that waits for its wallet's key: when it came, and by what it was judged last. */
    private static boolean isNote(Table.Entry row) {
        return row.key()[0] == 'r';
    }

    /** True when some payment's wallet has signed it. */
    boolean isAnyVerified() {
        return everything().stream()
                .filter(row -> row.key()[0] == 'e')
                .map(row -> Bytes32.at(row.key(), 1))
                .flatMap(event -> view().payment(event).stream())
                .anyMatch(payment -> payment.proof().level() >= PaymentProof.VERIFIED);
    }

    /** How many rows there are, by family. */
    SortedMap<Character, Integer> rows() {
        SortedMap<Character, Integer> rows = new TreeMap<>();
        everything().forEach(row -> rows.merge((char) row.key()[0], 1, Integer::sum));
        return rows;
    }

    /** The bytes of the largest row. */
    int largestRow() {
        return everything().stream()
                .mapToInt(row -> row.key().length + row.value().length)
                .max()
                .orElse(0);
    }

    private List<Table.Entry> everything() {
        byte[] everything = {};
        return table.scan(everything, everything, Integer.MAX_VALUE);
    }

    private static String text(byte[] bytes) {
        return (char) (bytes.length == 0 ? ' ' : bytes[0])
                + java.util.HexFormat.of().formatHex(bytes);
    }

    /** The families of the rows in which two ledgers differ. */
    static Set<Character> difference(Map<String, String> one, Map<String, String> other) {
        Map<String, String> all = new TreeMap<>(one);
        all.putAll(other);
        return all.keySet().stream()
                .filter(key -> !Optional.ofNullable(one.get(key)).equals(Optional.ofNullable(other.get(key))))
                .map(key -> key.charAt(0))
                .collect(Collectors.toSet());
    }
}
