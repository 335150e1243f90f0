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

    private final WriteSet set;
    private final TallyReader tallies;

    Ranking(WriteSet set, TallyReader tallies) {
        this.set = set;
        this.tallies = tallies;
    }

    /** The provider's numbers may have changed. */
    void refresh(Bytes32 provider) {
        byte[] rankedKey = Keys.of(Keys.RANKED, provider);
        List<byte[]> before = set.get(rankedKey).map(Ranking::ranked).orElse(List.of());
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

    /** Rows of a list from the place {@code from} on, which is the end of a row's key. */
    static List<Table.Entry> rows(Table table, Optional<JobType> type, byte[] from, int max) {
        byte[] prefix = prefix(type);
        return table.scan(prefix, Keys.join(prefix, from), max);
    }

    private static byte[] prefix(Optional<JobType> type) {
        return type.map(Ranking::prefix).orElseGet(() -> new byte[] {Keys.RANK});
    }

    /** True when the provider has a place in this list. */
    static boolean isRanked(Table table, Optional<JobType> type, Bytes32 provider) {
        byte[] prefix = prefix(type);
        return table.get(Keys.of(Keys.RANKED, provider)).stream()
                .map(Ranking::ranked)
                .flatMap(List::stream)
                .anyMatch(row -> Arrays.mismatch(row, prefix) == prefix.length);
    }

    private static List<byte[]> ranked(byte[] bytes) {
        FieldReader in = new FieldReader(bytes);
        return in.list(in::blob);
    }
}
