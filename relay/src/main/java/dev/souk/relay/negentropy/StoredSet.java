package dev.souk.relay.negentropy;

import dev.souk.protocol.Event;
import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.ItemArray;
import dev.souk.protocol.negentropy.ItemSet;
import dev.souk.protocol.negentropy.Sum;
import dev.souk.storage.Table;
import dev.souk.storage.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A set that is kept in the table, at one moment: sums come from its {@link SumTree}, and only the items between a bound
 * and the nearest place that has a sum are read. Owned by one thread at a time.
 */
final class StoredSet implements ItemSet {
    /** A range of so many items is cut exactly, which needs all of them; a larger one where there are sums. */
    private static final int CUT_EXACTLY = 1_024;

    /** When a range of so many items ends between sums, the next ones will be as small, and are read ahead. */
    private static final int SMALL = 256;

    private static final int LEAST_AHEAD = 256;
    private static final int FIRST_PIECE = 32;
    private static final int LONGEST_PIECE = 1_024;
    private static final int MAX_NODES = 1_024;

    private final TableReader table;
    private final int set;

    /** What was read, by digits. */
    private final Map<String, Node> nodes = new HashMap<>();

    /** Ranges follow each other: where one ends, the next begins. */
    private Bound lastBound = Bound.START;

    private Sum lastSum = Sum.ZERO;

    /** True when items had to be read for it. */
    private boolean isLastBetweenSums;

    private long read;

    /** Items that were read ahead. */
    private Ahead ahead = Ahead.NOTHING;

    private record Ahead(Bound from, Bound to, ItemArray items) {
        static final Ahead NOTHING = new Ahead(Bound.START, Bound.START, new ItemArray.Builder().build());

        boolean covers(Bound first, Bound end) {
            return from.compareTo(first) <= 0 && end.compareTo(to) <= 0;
        }
    }

    StoredSet(TableReader table, int set) {
        this.table = table;
        this.set = set;
    }

    private Node node(String digits) {
        if (nodes.size() == MAX_NODES) {
            nodes.clear();
        }
        return nodes.computeIfAbsent(digits, fresh -> {
            read++;
            return table.get(Keys.node(set, fresh)).map(Node::decode).orElseGet(Node::new);
        });
    }

    /** How many rows of the table were read so far. */
    long read() {
        return read;
    }

    /** Lets go of memory before a wait. */
    void suspend() {
        nodes.clear();
        ahead = Ahead.NOTHING;
    }

    @Override
    public Sum sum(Bound from, Bound to) {
        if (ahead.covers(from, to)) {
            return ahead.items().sum(from, to);
        }
        Sum before = before(from);
        Sum sum = before(to).minus(before);
        if (isLastBetweenSums && sum.count() <= SMALL) {
            readAhead(from, Math.clamp(4 * sum.count(), LEAST_AHEAD, CUT_EXACTLY));
        }
        return sum;
    }

    /** Reads so many items from {@code from} on, all that there are when these are fewer. */
    private void readAhead(Bound from, int count) {
        ItemArray.Builder items = new ItemArray.Builder();
        Bound[] end = {Bound.END};
        scan(from, Bound.END, count + 1, item -> {
            if (items.size() == count) {
                end[0] = item;
                return false;
            }
            return items.add(item.timestamp(), item.id());
        });
        ahead = new Ahead(from, end[0], items.build());
    }

    private Sum before(Bound bound) {
        if (!bound.equals(lastBound)) {
            isLastBetweenSums = false;
            lastSum = sumBefore(bound);
            lastBound = bound;
        }
        return lastSum;
    }

    private Sum sumBefore(Bound bound) {
        if (Long.compareUnsigned(bound.timestamp(), Event.MAX_TIME) > 0) {
            return node("").sumBefore(Node.CHILDREN);
        }
        Sum sum = Sum.ZERO;
        StringBuilder digits = new StringBuilder(Keys.DIGITS);
        while (true) {
            Node node = node(digits.toString());
            int digit = Keys.digit(bound, digits.length());
            sum = sum.plus(node.sumBefore(digit));
            digits.append((char) digit);
            if (!node.isSplit(digit)) {
                Bound first = Keys.first(digits.toString());
                boolean isWhole = node.sum(digit).count() == 0 || first.equals(bound);
                return isWhole ? sum : sum.plus(scanned(first, bound));
            }
        }
    }

    private Sum scanned(Bound from, Bound to) {
        isLastBetweenSums = true;
        Sum[] sum = {Sum.ZERO};
        scan(from, to, FIRST_PIECE, item -> {
            sum[0] = sum[0].plus(item.id());
            return true;
        });
        return sum[0];
    }

    @Override
    public List<Bound> cuts(Bound from, Bound to, int parts) {
        if (ahead.covers(from, to)) {
            return ahead.items().cuts(from, to, parts);
        }
        long first = before(from).count();
        long count = before(to).count() - first;
        if (count <= CUT_EXACTLY) {
            readAhead(from, (int) count);
            return ahead.items().cuts(from, to, parts);
        }
        List<Bound> cuts = new ArrayList<>(parts - 1);
        Bound last = from;
        for (int i = 1; i < parts; i++) {
            Bound cut = nearest(first + count * i / parts);
            if (cut.compareTo(last) > 0 && cut.compareTo(to) < 0) {
                cuts.add(cut);
                last = cut;
            }
        }
        return cuts;
    }

    /** A place that has a sum, with about so many items before it. */
    private Bound nearest(long wanted) {
        StringBuilder digits = new StringBuilder(Keys.DIGITS);
        for (long left = wanted; ; ) {
            Node node = node(digits.toString());
            int digit = 0;
            while (digit < Node.CHILDREN - 1 && node.sum(digit).count() <= left) {
                left -= node.sum(digit).count();
                digit++;
            }
            digits.append((char) digit);
            if (!node.isSplit(digit)) {
                return Keys.first(digits.toString());
            }
        }
    }

    @Override
    public void forEach(Bound from, Bound to, Predicate<Bound> visitor) {
        if (ahead.covers(from, to)) {
            ahead.items().forEach(from, to, visitor);
        } else {
            scan(from, to, FIRST_PIECE, visitor);
        }
    }

    private void scan(Bound from, Bound to, int firstPiece, Predicate<Bound> visitor) {
        if (Long.compareUnsigned(from.timestamp(), Event.MAX_TIME) > 0) {
            return;
        }
        byte[] next = Keys.item(set, from);
        for (int piece = firstPiece; ; piece = Math.clamp(piece * 4L, 1, LONGEST_PIECE)) {
            List<Table.Entry> entries = table.scan(Keys.items(set), next, piece);
            read += 1 + entries.size();
            for (Table.Entry entry : entries) {
                Bound item = Keys.place(entry.key());
                if (item.compareTo(to) >= 0 || !visitor.test(item)) {
                    return;
                }
            }
            if (entries.size() < piece) {
                return;
            }
            next = Keys.behind(entries.getLast().key());
        }
    }
}
