package dev.souk.marketplace.statistics;

import dev.souk.protocol.Bytes32;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a contribution adds to a tally, worked out once for the many tallies it is added to: those of the market, of the
 * type and of the customer get the same, in each of their buckets. Of a job that has changed only the difference is
 * added. Mutable while it is made; owned by one thread.
 */
final class Addends {
    /** Of a job with more offers than make so many entries the difference is not looked for: all is taken and added. */
    private static final int MAX_COMPARED = 128;

    private static final int EXPECTED_ENTRIES = 16;

    private final int[] counts = new int[Counter.COUNT];
    private final WideSum[] sums = new WideSum[Money.COUNT];
    private int[] places = new int[EXPECTED_ENTRIES];
    private long[] keys = new long[EXPECTED_ENTRIES];
    private int[] times = new int[EXPECTED_ENTRIES];
    private int size;

    private Addends() {
        Arrays.setAll(sums, i -> new WideSum());
    }

    /** What {@code contribution} is to {@code scope}; nothing, if it is not in it. */
    static Addends of(Contribution contribution, Scope scope) {
        Addends addends = new Addends();
        addends.add(contribution, scope, 1);
        return addends;
    }

    /** What is left to do where {@code before} was added, so that {@code after} is. */
    static Addends difference(Contribution before, Contribution after, Scope scope) {
        Addends addends = new Addends();
        addends.add(before, scope, -1);
        addends.add(after, scope, 1);
        return addends;
    }

    private void add(Contribution contribution, Scope scope, int sign) {
        if (!contribution.isIn(scope)) {
            return;
        }
        switch (scope) {
            case Scope.Market market -> addJob(contribution, sign);
            case Scope.OfType type -> addJob(contribution, sign);
            case Scope.OfCustomer customer -> addJob(contribution, sign);
            case Scope.OfProvider(Bytes32 provider) -> addPart(contribution, provider, sign);
            case Scope.OfTypeAndProvider(var type, Bytes32 provider) -> addPart(contribution, provider, sign);
        }
    }

    private void addJob(Contribution job, int sign) {
        count(job.outcome(), sign);
        long customer = Members.of(job.customer());
        put(Group.CUSTOMERS, customer, sign);
        long firstOffer = Long.MAX_VALUE;
        long firstResult = Long.MAX_VALUE;
        for (OfferShare offer : job.offers()) {
            addOffer(offer, customer, sign);
            firstOffer = Math.min(firstOffer, offer.firstOffer().orElse(Long.MAX_VALUE));
            firstResult = Math.min(firstResult, offer.firstResult().orElse(Long.MAX_VALUE));
        }
        put(Measure.FIRST_OFFER, firstOffer, sign);
        put(Measure.FIRST_RESULT, firstResult, sign);
    }

    /** The job as its provider sees it: answered, completed or disputed by its own offer. */
    private void addPart(Contribution job, Bytes32 provider, int sign) {
        Optional<OfferShare> own = job.offerOf(provider);
        if (own.isEmpty()) {
            return;
        }
        OfferShare offer = own.get();
        count(job.outcome() & Counter.TOLD_TO_PROVIDERS | ownOutcome(offer.outcome()), sign);
        long customer = Members.of(job.customer());
        put(Group.CUSTOMERS, customer, sign);
        addOffer(offer, customer, sign);
        putIf(Counter.ENDED, offer, Group.ENGAGED, customer, sign);
        put(Measure.FIRST_OFFER, offer.firstOffer().orElse(Long.MAX_VALUE), sign);
        put(Measure.FIRST_RESULT, offer.firstResult().orElse(Long.MAX_VALUE), sign);
    }

    private static long ownOutcome(long offer) {
        return Counter.REQUESTS.bit()
                | OfferShare.when(Counter.RESULTS.isIn(offer), Counter.ANSWERED)
                | OfferShare.when(Counter.OFFERS_COMPLETED.isIn(offer), Counter.COMPLETED)
                | OfferShare.when(Counter.OFFERS_DISPUTED.isIn(offer), Counter.DISPUTED);
    }

    private void addOffer(OfferShare offer, long customer, int sign) {
        count(offer.outcome(), sign);
        sums[Money.ASKED.place].add(sign * offer.asked().orElse(0));
        sums[Money.CLAIMED.place].add(sign * offer.claimed());
        sums[Money.VERIFIED.place].add(sign * offer.verified());
        sums[Money.REFUNDED.place].add(sign * offer.refunded());
        if (Counter.QUOTED.isIn(offer.outcome())) {
            put(Measure.PRICE, offer.asked().orElse(Long.MAX_VALUE), sign);
        }
        long provider = Members.of(offer.provider());
        putIf(Counter.OFFERS, offer, Group.PROVIDERS, provider, sign);
        putIf(Counter.RESULTS, offer, Group.DELIVERERS, provider, sign);
        putIf(Counter.RESULTS, offer, Group.SERVED, customer, sign);
        putIf(Counter.OFFERS_DISPUTED, offer, Group.DISPUTERS, customer, sign);
        for (long payer : offer.payers()) {
            put(Group.PAYERS, payer, sign);
        }
        OptionalLong verifiedPayer = offer.verifiedPayer();
        if (verifiedPayer.isPresent()) {
            put(Group.VERIFIED_PAYERS, verifiedPayer.getAsLong(), sign);
        }
    }

    private void count(long outcome, int sign) {
        for (long bits = outcome; bits != 0; bits &= bits - 1) {
            counts[Long.numberOfTrailingZeros(bits)] += sign;
        }
    }

    private void putIf(Counter condition, OfferShare offer, Group group, long person, int sign) {
        if (condition.isIn(offer.outcome())) {
            put(group, person, sign);
        }
    }

    private void put(Group group, long person, int sign) {
        put(Measure.COUNT + group.place, person, sign);
    }

    private void put(Measure measure, long value, int sign) {
        if (value != Long.MAX_VALUE) {
            put(measure.place, Digits.codeOf(value), sign);
        }
    }

    /** What was to be taken and is to be added again stays where it is. */
    private void put(int place, long key, int sign) {
        for (int i = 0; i < Math.min(size, MAX_COMPARED); i++) {
            if (places[i] == place && keys[i] == key) {
                times[i] += sign;
                return;
            }
        }
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            keys = Arrays.copyOf(keys, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        places[size] = place;
        keys[size] = key;
        times[size++] = sign;
    }

    /** Adds everything, or takes it away. */
    void applyTo(Tally tally, int sign) {
        for (int i = 0; i < counts.length; i++) {
            tally.add(i, (long) sign * counts[i]);
        }
        for (int i = 0; i < sums.length; i++) {
            tally.add(i, sums[i], sign);
        }
        for (int i = 0; i < size; i++) {
            if (times[i] == 0) {
                continue;
            }
            if (places[i] < Measure.COUNT) {
                tally.addMeasured(places[i], keys[i], sign * times[i]);
            } else {
                tally.addMember(places[i] - Measure.COUNT, keys[i], sign * times[i]);
            }
        }
    }
}
