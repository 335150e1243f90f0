package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobType;
import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.OptionalLong;
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
        apply(contribution, scope, 1);
    }

    /** Takes away what {@link #add} added. */
    public void subtract(Contribution contribution, Scope scope) {
        apply(contribution, scope, -1);
    }

    private void apply(Contribution contribution, Scope scope, int times) {
        switch (scope) {
            case Scope.Market market -> applyJob(contribution, times);
            case Scope.OfType(JobType type) -> {
                if (contribution.type().equals(type)) {
                    applyJob(contribution, times);
                }
            }
            case Scope.OfCustomer(Bytes32 customer) -> {
                if (contribution.customer().equals(customer)) {
                    applyJob(contribution, times);
                }
            }
            case Scope.OfProvider(Bytes32 provider) -> applyPart(contribution, provider, times);
            case Scope.OfTypeAndProvider(JobType type, Bytes32 provider) -> {
                if (contribution.type().equals(type)) {
                    applyPart(contribution, provider, times);
                }
            }
        }
    }

    private void applyJob(Contribution job, int times) {
        count(job.outcome(), times);
        long customer = Members.of(job.customer());
        group(Group.CUSTOMERS).add(customer, times);
        long firstOffer = Long.MAX_VALUE;
        long firstResult = Long.MAX_VALUE;
        for (OfferShare offer : job.offers()) {
            applyOffer(offer, customer, times);
            firstOffer = Math.min(firstOffer, offer.firstOffer().orElse(Long.MAX_VALUE));
            firstResult = Math.min(firstResult, offer.firstResult().orElse(Long.MAX_VALUE));
        }
        measure(Measure.FIRST_OFFER, firstOffer, times);
        measure(Measure.FIRST_RESULT, firstResult, times);
    }

    /** The job as its provider sees it: answered, completed or disputed by its own offer. */
    private void applyPart(Contribution job, Bytes32 provider, int times) {
        job.offerOf(provider).ifPresent(offer -> {
            count(job.outcome() & Counter.TOLD_TO_PROVIDERS | ownOutcome(offer.outcome()), times);
            long customer = Members.of(job.customer());
            group(Group.CUSTOMERS).add(customer, times);
            applyOffer(offer, customer, times);
            addIf(Counter.ENDED, offer, Group.ENGAGED, customer, times);
            measure(Measure.FIRST_OFFER, offer.firstOffer().orElse(Long.MAX_VALUE), times);
            measure(Measure.FIRST_RESULT, offer.firstResult().orElse(Long.MAX_VALUE), times);
        });
    }

    private static long ownOutcome(long offer) {
        return Counter.REQUESTS.bit()
                | OfferShare.when(Counter.RESULTS.isIn(offer), Counter.ANSWERED)
                | OfferShare.when(Counter.OFFERS_COMPLETED.isIn(offer), Counter.COMPLETED)
                | OfferShare.when(Counter.OFFERS_DISPUTED.isIn(offer), Counter.DISPUTED);
    }

    private void applyOffer(OfferShare offer, long customer, int times) {
        count(offer.outcome(), times);
        sums[Money.ASKED.place].add(times * offer.asked().orElse(0));
        sums[Money.CLAIMED.place].add(times * offer.claimed());
        sums[Money.VERIFIED.place].add(times * offer.verified());
        sums[Money.REFUNDED.place].add(times * offer.refunded());
        if (Counter.QUOTED.isIn(offer.outcome())) {
            measure(Measure.PRICE, offer.asked().orElse(Long.MAX_VALUE), times);
        }
        long provider = Members.of(offer.provider());
        addIf(Counter.OFFERS, offer, Group.PROVIDERS, provider, times);
        addIf(Counter.RESULTS, offer, Group.DELIVERERS, provider, times);
        addIf(Counter.RESULTS, offer, Group.SERVED, customer, times);
        addIf(Counter.OFFERS_DISPUTED, offer, Group.DISPUTERS, customer, times);
        for (long payer : offer.payers()) {
            group(Group.PAYERS).add(payer, times);
        }
        OptionalLong verifiedPayer = offer.verifiedPayer();
        if (verifiedPayer.isPresent()) {
            group(Group.VERIFIED_PAYERS).add(verifiedPayer.getAsLong(), times);
        }
    }

    private void addIf(Counter condition, OfferShare offer, Group group, long person, int times) {
        if (condition.isIn(offer.outcome())) {
            group(group).add(person, times);
        }
    }

    private void count(long outcome, int times) {
        for (long bits = outcome; bits != 0; bits &= bits - 1) {
            counts[Long.numberOfTrailingZeros(bits)] += times;
        }
    }

    private void measure(Measure measure, long value, int times) {
        if (value != Long.MAX_VALUE) {
            distributions[measure.place].add(Digits.codeOf(value), times);
        }
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
