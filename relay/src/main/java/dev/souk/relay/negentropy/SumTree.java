package dev.souk.relay.negentropy;

import dev.souk.protocol.negentropy.Bound;
import dev.souk.protocol.negentropy.Sum;
import dev.souk.storage.Table;
import dev.souk.storage.TableReader;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The stored sums of one set: a tree over the digits of {@code created_at} and id, in which a node has the sums of its
 * sixteen children. A child with more than {@value #MOST} items has a node of its own, down to half a byte of an id when many
 * items share a second; one with at most {@value #LEAST} has none any more.
 *
 * <pre>
 * created_at  0 0 6 5 5 3 f 1 0 0    the root chooses by the first 0, its child by the second, the next by the 6 ...
 * id          a 0 7 ...              ... and only a second with more than 64 events goes on with its ids
 * </pre>
 *
 * <p>Works on a reader of the table that shows the state before the changes; what is to be written it returns. Owned by one
 * thread.
 */
final class SumTree {
    static final int MOST = 64;
    static final int LEAST = 16;

    private final TableReader table;
    private final int set;
    private final List<Table.Write> writes = new ArrayList<>();

    SumTree(TableReader table, int set) {
        this.table = table;
        this.set = set;
    }

    /**
     * The writes for these changes.
     *
     * @param changes items that are new (true), and items that are gone (false)
     */
    List<Table.Write> change(NavigableMap<Bound, Boolean> changes) {
        if (!changes.isEmpty()) {
            change("", changes);
        }
        return writes;
    }

    private void change(String digits, NavigableMap<Bound, Boolean> changes) {
        byte[] key = Keys.node(set, digits);
        Node node = table.get(key).map(Node::decode).orElseGet(Node::new);
        for (NavigableMap<Bound, Boolean> rest = changes; !rest.isEmpty(); ) {
            int digit = Keys.digit(rest.firstKey(), digits.length());
            String child = digits + (char) digit;
            NavigableMap<Bound, Boolean> inChild = changesIn(child, rest);
            changeChild(node, digit, child, inChild);
            rest = rest.tailMap(inChild.lastKey(), false);
        }
        write(key, node);
    }

    private static <T> NavigableMap<Bound, T> changesIn(String digits, NavigableMap<Bound, T> changes) {
        int digit = digits.charAt(digits.length() - 1);
        Bound last = changes.lastKey();
        return Keys.digit(last, digits.length() - 1) == digit
                ? changes
                : changes.headMap(Keys.first(digits.substring(0, digits.length() - 1) + (char) (digit + 1)), false);
    }

    private void changeChild(Node node, int digit, String child, NavigableMap<Bound, Boolean> changes) {
        Sum sum = node.sum(digit);
        for (var change : changes.entrySet()) {
            Sum item = Sum.of(change.getKey().id());
            sum = change.getValue() ? sum.plus(item) : sum.minus(item);
        }
        boolean wasSplit = node.isSplit(digit);
        if (wasSplit) {
            change(child, changes);
        }
        boolean isSplit = wasSplit ? sum.count() > LEAST : sum.count() > MOST;
        if (wasSplit && !isSplit) {
            // Its own children were split no more than it is: all of them have fewer items.
            writes.add(new Table.Write.Delete(Keys.node(set, child)));
        }
        if (isSplit && !wasSplit) {
            build(child, itemsWith(child, changes));
        }
        node.set(digit, sum, isSplit);
    }

    private NavigableMap<Bound, Boolean> itemsWith(String digits, NavigableMap<Bound, Boolean> changes) {
        NavigableMap<Bound, Boolean> items = new TreeMap<>();
        byte[] from = Keys.item(set, Keys.first(digits));
        for (Table.Entry entry : table.scan(Keys.items(set), from, MOST)) {
            Bound item = Keys.place(entry.key());
            if (isUnder(digits, item)) {
                items.put(item, true);
            }
        }
        changes.forEach((item, isNew) -> {
            if (isNew) {
                items.put(item, true);
            } else {
                items.remove(item);
            }
        });
        return items;
    }

    private static boolean isUnder(String digits, Bound item) {
        for (int i = 0; i < digits.length(); i++) {
            if (Keys.digit(item, i) != digits.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void build(String digits, NavigableMap<Bound, Boolean> items) {
        Node node = new Node();
        for (NavigableMap<Bound, Boolean> rest = items; !rest.isEmpty(); ) {
            int digit = Keys.digit(rest.firstKey(), digits.length());
            String child = digits + (char) digit;
            NavigableMap<Bound, Boolean> inChild = changesIn(child, rest);
            Sum sum = Sum.ZERO;
            for (Bound item : inChild.keySet()) {
                sum = sum.plus(item.id());
            }
            boolean isSplit = sum.count() > MOST;
            if (isSplit) {
                build(child, inChild);
            }
            node.set(digit, sum, isSplit);
            rest = rest.tailMap(inChild.lastKey(), false);
        }
        write(Keys.node(set, digits), node);
    }

    private void write(byte[] key, Node node) {
        writes.add(new Table.Write.Put(key, node.encode()));
    }
}
