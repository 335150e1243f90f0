package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.marketplace.statistics.Counter;
import dev.souk.marketplace.statistics.Scope;
import dev.souk.marketplace.statistics.Summary;
import dev.souk.marketplace.statistics.Window;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Providers in the order of their score: of all their work, and of each type of it. A provider is ranked anew when its
 * profile is made. Lives in a {@link WriteSet}.
 */
final class Ranking {
    /** Of one provider no more types are ranked. */
    static final int MAX_TYPES = 64;

    private static final long PARTS = 1_000_000_000L;
    private static final String PROVIDERS = "providers";

    private final WriteSet set;
    private final TallyReader tallies;

    Ranking(WriteSet set, TallyReader tallies) {
        this.set = set;
        this.tallies = tallies;
    }

    /** The provider's numbers may have changed. */
    void refresh(Bytes32 provider) {
        byte[] rankedKey = Keys.of(Keys.RANKED, provider);
        List<byte[]> before = set.get(rankedKey)
                .map(bytes -> {
                    FieldReader in = new FieldReader(bytes);
                    return in.list(in::blob);
                })
                .orElse(List.of());
        before.forEach(set::delete);
        List<byte[]> rows = rows(provider);
        if (rows.isEmpty()) {
            set.delete(rankedKey);
            return;
        }
        FieldWriter out = new FieldWriter();
        out.number(rows.size());
        rows.forEach(row -> {
            set.mark(row);
            out.blob(row);
        });
        set.put(rankedKey, out.toBytes());
    }

    private List<byte[]> rows(Bytes32 provider) {
        List<byte[]> rows = new ArrayList<>();
        score(new Scope.OfProvider(provider))
                .ifPresent(score -> rows.add(row(new byte[] {Keys.RANK}, score, provider)));
        for (JobType type : typesOf(provider, MAX_TYPES)) {
            score(new Scope.OfTypeAndProvider(type, provider))
                    .ifPresent(score -> rows.add(row(prefix(type), score, provider)));
        }
        return rows;
    }

    /** The types a provider has worked on. */
    List<JobType> typesOf(Bytes32 provider, int max) {
        return set.scan(Keys.of(Keys.WORKED_ON, provider), max).stream()
                .map(entry -> new JobType(new String(
                        Arrays.copyOfRange(entry.key(), 1 + Bytes32.SIZE, entry.key().length), StandardCharsets.UTF_8)))
                .toList();
    }

    /** The score of the last month, else of all time; nothing for who never made an offer. */
    private Optional<Double> score(Scope scope) {
        Summary all = tallies.summary(scope, Window.ALL);
        if (all.count(Counter.OFFERS) == 0) {
            return Optional.empty();
        }
        return Optional.of(
                tallies.summary(scope, Window.LAST_MONTH).providerScore().value());
    }

    private static byte[] row(byte[] prefix, double score, Bytes32 provider) {
        long inverted = Keys.inverted(Math.round(Math.clamp(score, 0, 1) * PARTS));
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(inverted).array();
        return Keys.join(Keys.join(prefix, place), provider.toBytes());
    }

    private static byte[] prefix(JobType type) {
        return Keys.join(new byte[] {Keys.TYPE_RANK}, Keys.hash(type));
    }

    /** Providers of a page, and the cursor of the next one. */
    record Page(List<Bytes32> providers, Optional<String> cursor) {}

    /**
     * Ranked providers, the best first.
     *
     * @throws MarketView.BadCursorException when the cursor is none of a page of this list
     */
    static Page page(Table table, Optional<JobType> type, Optional<String> cursor, int max) {
        byte[] prefix = type.map(Ranking::prefix).orElseGet(() -> new byte[] {Keys.RANK});
        byte[] start = cursor.map(text -> Keys.join(prefix, place(text))).orElse(prefix);
        List<Table.Entry> rows = table.scan(prefix, start, max);
        return new Page(
                rows.stream().map(row -> Keys.idAtEnd(row.key())).toList(),
                rows.size() == max ? Optional.of(after(rows.getLast().key())) : Optional.empty());
    }

    /** Goes on behind this row. */
    private static String after(byte[] key) {
        int place = Long.BYTES + Bytes32.SIZE;
        return Cursor.encode(Arrays.copyOf(Arrays.copyOfRange(key, key.length - place, key.length), place + 1));
    }

    /** What {@link #after} made: a score, a provider, and nothing. */
    private static byte[] place(String cursor) {
        byte[] place = Cursor.decode(cursor, PROVIDERS);
        boolean isPlace = place.length == Long.BYTES + Bytes32.SIZE + 1
                && place[place.length - 1] == 0
                && isScore(Keys.inverted(ByteBuffer.wrap(place).getLong()));
        if (!isPlace) {
            throw new MarketView.BadCursorException(PROVIDERS);
        }
        return place;
    }

    private static boolean isScore(long parts) {
        return parts >= 0 && parts <= PARTS;
    }
}
