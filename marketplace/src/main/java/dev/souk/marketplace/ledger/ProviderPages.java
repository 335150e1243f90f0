package dev.souk.marketplace.ledger;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import dev.souk.storage.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Providers in the order in which they are shown: those who have made an offer by their rank, and behind them those of the
 * {@link Roster} who have not. Of all work, or of one type. Thread-safe.
 *
 * @param type of work, or nothing for all
 */
record ProviderPages(Table table, Optional<JobType> type) {
    /** So many rows of the roster are looked at for one page. */
    static final int MAX_EXAMINED = 2_000;

    private static final byte RANKED = 0;
    private static final byte ON_ROSTER = 1;
    private static final int PLACE_BYTES = Long.BYTES + Bytes32.SIZE;
    private static final String PROVIDERS = "providers";

    /**
     * Providers of a page.
     *
     * @param cursor where the next one begins. A page may be short, even empty, and have one
     */
    record Page(List<Bytes32> providers, Optional<String> cursor) {
        Page {
            providers = List.copyOf(providers);
        }
    }

    /** Those who have made an offer. */
    Page ranked(Optional<String> cursor, int max) {
        return ranked(cursor.map(text -> place(text, RANKED)).orElseGet(() -> new byte[0]), max);
    }

    private Page ranked(byte[] from, int max) {
        List<Table.Entry> rows = Ranking.rows(table, type, from, max);
        Optional<String> next =
                rows.size() == max ? Optional.of(cursor(RANKED, after(rows.getLast()))) : Optional.empty();
        return new Page(rows.stream().map(row -> Keys.idAtEnd(row.key())).toList(), next);
    }

    /** All. */
    Page all(Optional<String> cursor, int max) {
        byte list = cursor.map(ProviderPages::list).orElse(RANKED);
        byte[] from = cursor.map(text -> place(text, list)).orElseGet(() -> new byte[0]);
        if (list == ON_ROSTER) {
            return others(List.of(), from, max);
        }
        Page ranked = ranked(from, max);
        return ranked.cursor().isPresent() ? ranked : others(ranked.providers(), new byte[0], max);
    }

    /** Goes on with those of the roster who are not ranked. */
    private Page others(List<Bytes32> before, byte[] from, int max) {
        List<Bytes32> found = new ArrayList<>(before);
        byte[] next = from;
        int examined = 0;
        while (found.size() < max && examined < MAX_EXAMINED) {
            int wanted = Math.min(max, MAX_EXAMINED - examined);
            List<Table.Entry> rows = Roster.rows(table, type, next, wanted);
            for (Table.Entry row : rows) {
                Bytes32 provider = Keys.idAtEnd(row.key());
                if (!Ranking.isRanked(table, type, provider)) {
                    found.add(provider);
                }
                next = after(row);
                if (found.size() == max) {
                    return new Page(found, Optional.of(cursor(ON_ROSTER, next)));
                }
            }
            examined += rows.size();
            if (rows.size() < wanted) {
                return new Page(found, Optional.empty());
            }
        }
        return new Page(found, Optional.of(cursor(ON_ROSTER, next)));
    }

    /** The place behind a row: the end of its key, and nothing. */
    private static byte[] after(Table.Entry row) {
        byte[] key = row.key();
        return Arrays.copyOf(Arrays.copyOfRange(key, key.length - PLACE_BYTES, key.length), PLACE_BYTES + 1);
    }

    private static String cursor(byte list, byte[] place) {
        return Cursor.encode(Keys.join(new byte[] {list}, place));
    }

    private static byte list(String cursor) {
        byte[] bytes = Cursor.decode(cursor, PROVIDERS);
        return bytes.length == 0 ? RANKED : bytes[0];
    }

    /** What {@link #cursor} made of a place in this list. */
    private static byte[] place(String cursor, byte list) {
        byte[] bytes = Cursor.decode(cursor, PROVIDERS);
        boolean isOfList = bytes.length > 0 && bytes[0] == list && (list == RANKED || list == ON_ROSTER);
        if (!isOfList || bytes.length != 2 + PLACE_BYTES || bytes[1 + PLACE_BYTES] != 0) {
            throw new MarketView.BadCursorException(PROVIDERS);
        }
        return Arrays.copyOfRange(bytes, 1, bytes.length);
    }
}
