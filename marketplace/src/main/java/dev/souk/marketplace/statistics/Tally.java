package dev.souk.marketplace.statistics;

import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The sum of contributions to one scope and bucket. Tallies of buckets that do not overlap may be merged; of those that
 * do, never. Adding and subtracting are exact and in any order: counters, sums and distributions are linear, and sets of
 * people too, but for one thing, told in {@link Members}. Mutable; owned by one thread.
 *
 * <pre>
 * version, 1 byte
 * bits of the counters that are not 0, then their values
 * bits of the sums that are not 0, then their values
 * bits of the distributions that are not empty, then each: number of entries, (step to the next code, count)...
 * bits of the sets that are not empty, then each: 0 number of entries, (8 bytes of the key, count)...
 *                                             or 1 number of cells, (step to the next cell, count)...
 * </pre>
 */
public final class Tally {
    private static final int VERSION = 1;
    private static final int EXPECTED_SIZE = 256;

    /** A tally of nothing takes about a kilobyte. */
    private static final int BARE_WEIGHT = 64;

    private final long[] counts = new long[Counter.COUNT];
    private final WideSum[] sums = filled(new WideSum[Money.COUNT], WideSum::new);
    private final Multiset[] distributions = filled(new Multiset[Measure.COUNT], Multiset::new);
    private final Members[] groups = filled(new Members[Group.COUNT], Members::new);

    /** Makes a tally of nothing. */
    public Tally() {}

    private static <T> T[] filled(T[] array, Supplier<T> element) {
        Arrays.setAll(array, i -> element.get());
        return array;
    }

    /** Adds what {@code contribution} is to {@code scope}: nothing, if it is not in it. */
    public void add(Contribution contribution, Scope scope) {
        Addends.of(contribution, scope).applyTo(this, 1);
    }

    /** Takes away what {@link #add} added. */
    public void subtract(Contribution contribution, Scope scope) {
        Addends.of(contribution, scope).applyTo(this, -1);
    }

    void add(int counter, long times) {
        counts[counter] += times;
    }

    void add(int money, WideSum sum, int sign) {
        if (sign > 0) {
            sums[money].add(sum);
        } else {
            sums[money].subtract(sum);
        }
    }

    void addMeasured(int measure, long code, int times) {
        distributions[measure].add(code, times);
    }

    void addMember(int group, long person, int times) {
        groups[group].add(person, times);
    }

    /** False when this person does not belong to the group. Of some it is true wrongly, where people are estimated only. */
    public boolean mayContain(Group group, Bytes32 person) {
        return groups[group.place].mayContain(Members.of(person));
    }

    /** Adds all of {@code other}, whose bucket or scope must not overlap this one's. */
    public void merge(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i].add(other.sums[i]);
        }
        for (int i = 0; i < distributions.length; i++) {
            distributions[i].addAll(other.distributions[i]);
        }
        for (int i = 0; i < groups.length; i++) {
            groups[i].addAll(other.groups[i]);
        }
    }

    /** True when everything that was added has been taken away: the row may be deleted. */
    public boolean isEmpty() {
        return Arrays.stream(counts).allMatch(count -> count == 0)
                && Stream.of(sums).allMatch(WideSum::isZero)
                && Stream.of(distributions).allMatch(Multiset::isEmpty)
                && Stream.of(groups).allMatch(Members::isEmpty);
    }

    /** About how much memory it takes, in units of sixteen bytes. */
    public int weight() {
        int entries = BARE_WEIGHT;
        for (Multiset distribution : distributions) {
            entries += distribution.size();
        }
        for (Members group : groups) {
            entries += group.entries().size();
        }
        return entries;
    }

    /** What can be read from it. */
    public Summary summary() {
        return Summary.of(this);
    }

    long count(Counter counter) {
        return counts[counter.place];
    }

    long sum(Money money) {
        return sums[money.place].saturated();
    }

    Multiset distribution(Measure measure) {
        return distributions[measure.place];
    }

    Members group(Group group) {
        return groups[group.place];
    }

    /** Its bytes: the same for the same contributions, whatever their order. */
    public byte[] encode() {
        RowWriter row = new RowWriter(EXPECTED_SIZE).octet(VERSION);
        writeFilled(row, counts.length, i -> counts[i] != 0, i -> row.signed(counts[i]));
        writeFilled(row, sums.length, i -> !sums[i].isZero(), i -> sums[i].write(row));
        writeFilled(
                row, distributions.length, i -> !distributions[i].isEmpty(), i -> distributions[i].write(row, true));
        writeFilled(row, groups.length, i -> !groups[i].isEmpty(), i -> groups[i].write(row));
        return row.toBytes();
    }

    private static void writeFilled(RowWriter row, int size, IntPredicate isFilled, IntConsumer write) {
        long filled = 0;
        for (int i = 0; i < size; i++) {
            filled |= isFilled.test(i) ? 1L << i : 0;
        }
        row.number(filled);
        for (long bits = filled; bits != 0; bits &= bits - 1) {
            write.accept(Long.numberOfTrailingZeros(bits));
        }
    }

    /**
     * The tally that {@link #encode} wrote.
     *
     * @throws UnreadableRowException when it did not
     */
    public static Tally decode(byte[] bytes) {
        RowReader row = new RowReader("a tally", bytes);
        row.check(row.octet() == VERSION, "its version is unknown");
        Tally tally = new Tally();
        readFilled(row, tally.counts.length, i -> tally.counts[i] = notZero(row));
        readFilled(row, tally.sums.length, i -> tally.sums[i] = WideSum.read(row));
        readFilled(row, tally.distributions.length, i -> tally.distributions[i] = distribution(row));
        readFilled(row, tally.groups.length, i -> tally.groups[i] = Members.read(row));
        row.end();
        return tally;
    }

    private static void readFilled(RowReader row, int size, IntConsumer read) {
        long filled = row.number();
        row.check(filled >>> size == 0, "a field is unknown");
        for (long bits = filled; bits != 0; bits &= bits - 1) {
            read.accept(Long.numberOfTrailingZeros(bits));
        }
    }

    private static long notZero(RowReader row) {
        long count = row.signed();
        row.check(count != 0, "a counter is zero");
        return count;
    }

    private static Multiset distribution(RowReader row) {
        Multiset distribution = Multiset.read(row, true, Digits.MAX_CODE);
        row.check(!distribution.isEmpty(), "a distribution is empty");
        return distribution;
    }
}
