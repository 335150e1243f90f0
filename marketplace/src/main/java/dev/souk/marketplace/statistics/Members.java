package dev.souk.marketplace.statistics;

import dev.souk.protocol.Bytes32;

/**
 * A set of people, each with the number of times it was put in: by the first eight bytes of their keys up to
 * {@link #MAX_EXACT}, above that as a {@link Sketch}. Once it is a sketch it stays one until everything is taken out
 * again. Mutable; owned by one thread.
 */
final class Members {
    /** So many are told apart. */
    static final int MAX_EXACT = 1_024;

    private Multiset entries = new Multiset();
    private boolean isExact = true;

    /** By what a person is known here. */
    static long of(Bytes32 person) {
        return person.a();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean isExact() {
        return isExact;
    }

    /** Who is in it, with their counts; cells of a sketch unless {@link #isExact()}. */
    Multiset entries() {
        return entries;
    }

    void add(long person, int times) {
        entries.add(isExact ? person : Sketch.cellOf(person), times);
        settle();
    }

    void addAll(Members other) {
        if (isExact && !other.isExact) {
            blur();
        }
        if (isExact == other.isExact) {
            entries.addAll(other.entries);
        } else {
            addCells(other.entries);
        }
        settle();
    }

    private void settle() {
        if (entries.isEmpty()) {
            isExact = true;
        } else if (isExact && entries.size() > MAX_EXACT) {
            blur();
        }
    }

    private void blur() {
        Multiset people = entries;
        entries = new Multiset();
        isExact = false;
        addCells(people);
    }

    private void addCells(Multiset people) {
        for (int i = 0; i < people.size(); i++) {
            entries.add(Sketch.cellOf(people.key(i)), people.count(i));
        }
    }

    /** How many different people are in it. */
    Distinct distinct() {
        return new Distinct(isExact ? atLeast(1) : Sketch.estimate(entries), isExact);
    }

    /**
     * False when this person is not in it. It is true of a stranger only for a sketch, in which he may share the cell of
     * somebody else.
     */
    boolean mayContain(long person) {
        return entries.countOf(isExact ? person : Sketch.cellOf(person)) > 0;
    }

    /** How many are in it at least {@code times} times; only while it is exact. */
    long atLeast(long times) {
        long people = 0;
        for (int i = 0; i < entries.size(); i++) {
            people += entries.count(i) >= times ? 1 : 0;
        }
        return people;
    }

    void write(RowWriter row) {
        row.octet(isExact ? 0 : 1);
        entries.write(row, !isExact);
    }

    static Members read(RowReader row) {
        Members read = new Members();
        int form = row.octet();
        row.check(form <= 1, "a set of people has an unknown form");
        read.isExact = form == 0;
        read.entries = Multiset.read(row, !read.isExact, Sketch.MAX_CELL);
        row.check(!read.entries.isEmpty(), "a set of people is empty");
        row.check(!read.isExact || read.entries.size() <= MAX_EXACT, "a set of people is too large");
        return read;
    }
}
