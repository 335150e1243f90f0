package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.job.Offer;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one offer adds to statistics.
 *
 * @param provider who made it
 * @param outcome the counters of offers that it raises by one, as their bits
 * @param asked its last price in msat
 * @param claimed msat
 * @param verified msat
 * @param refunded msat
 * @param firstOffer milliseconds from the request to its first word
 * @param firstResult milliseconds from the request to its result, if that stands
 * @param payers who paid, by the first eight bytes of their keys
 * @param verifiedPayer who paid it in full, as far as that can be told
 */
record OfferShare(
        Bytes32 provider,
        long outcome,
        OptionalLong asked,
        long claimed,
        long verified,
        long refunded,
        OptionalLong firstOffer,
        OptionalLong firstResult,
        List<Long> payers,
        OptionalLong verifiedPayer) {
    OfferShare {
        payers = List.copyOf(payers);
    }

    /** The share of {@code offer}, unless it is the customer's own, or nothing but an invitation. */
    static Optional<OfferShare> of(JobRequest request, Offer offer) {
        boolean isPaid = offer.claimedMsat() > 0 || offer.verifiedMsat() > 0;
        boolean isOwn = offer.flags().contains(Offer.Flag.SELF_DEALING)
                || offer.provider().equals(request.customer());
        if (isOwn || (offer.firstSaid().isEmpty() && !isPaid)) {
            return Optional.empty();
        }
        boolean isDelivered = offer.work() == Offer.Work.DELIVERED;
        return Optional.of(new OfferShare(
                offer.provider(),
                outcome(offer),
                notNegative(offer.askedMsat()),
                Math.max(0, offer.claimedMsat()),
                Math.max(0, offer.verifiedMsat()),
                Math.max(0, offer.refundedMsat()),
                notNegative(offer.offerMillis()),
                isDelivered ? notNegative(offer.latencyMillis()) : OptionalLong.empty(),
                isPaid ? offer.payers().stream().map(Members::of).sorted().toList() : List.of(),
                verifiedPayer(request, offer)));
    }

    private static OptionalLong notNegative(OptionalLong value) {
        return value.isPresent() ? OptionalLong.of(Math.max(0, value.getAsLong())) : value;
    }

    /** The customer if its money is verified, or the only one whose is: of several others nobody knows who paid for the work. */
    private static OptionalLong verifiedPayer(JobRequest request, Offer offer) {
        if (offer.money() != Offer.Money.VERIFIED) {
            return OptionalLong.empty();
        }
        if (offer.verifiedPayers().contains(request.customer())) {
            return OptionalLong.of(Members.of(request.customer()));
        }
        return offer.verifiedPayers().size() == 1
                ? OptionalLong.of(Members.of(offer.verifiedPayers().getFirst()))
                : OptionalLong.empty();
    }

    private static long outcome(Offer offer) {
        boolean isDelivered = offer.work() == Offer.Work.DELIVERED;
        boolean isQuoted = offer.askedMsat().orElse(0) > 0;
        boolean isPaid = offer.claimedMsat() > 0 || offer.verifiedMsat() > 0;
        boolean isError = offer.work() == Offer.Work.ERROR;
        boolean isAbandoned = offer.flags().contains(Offer.Flag.ABANDONED);
        boolean isOwing = offer.flags().contains(Offer.Flag.PAID_NOT_DELIVERED);
        boolean isRefunded =
                offer.money() == Offer.Money.REFUNDED || offer.flags().contains(Offer.Flag.REFUNDED);
        return when(offer.firstSaid().isPresent(), Counter.OFFERS)
                | when(isDelivered, Counter.RESULTS)
                | when(isQuoted, Counter.QUOTED)
                | when(isPaid, Counter.PAID)
                | when(isQuoted && isPaid, Counter.QUOTED_PAID)
                | when(offer.money() == Offer.Money.VERIFIED, Counter.VERIFIED_PAID)
                | when(offer.money() == Offer.Money.IMPLIED, Counter.IMPLIED_PAID)
                | when(isError, Counter.ERRORS)
                | when(offer.work() == Offer.Work.WITHDRAWN, Counter.WITHDRAWN)
                | when(isAbandoned, Counter.ABANDONED)
                | when(isDelivered || isError || isAbandoned || isOwing, Counter.ENDED)
                | when(isDelivered && offer.flags().contains(Offer.Flag.LATE), Counter.LATE)
                | when(offer.flags().contains(Offer.Flag.UNPAID_DELIVERED), Counter.UNPAID_DELIVERED)
                | when(isOwing, Counter.PAID_NOT_DELIVERED)
                | when(isRefunded, Counter.REFUNDED)
                | when(offer.status() == Offer.Status.COMPLETED, Counter.OFFERS_COMPLETED)
                | when(offer.verdict() == Offer.Verdict.DISPUTED, Counter.OFFERS_DISPUTED);
    }

    static long when(boolean holds, Counter counter) {
        return holds ? counter.bit() : 0;
    }

    void write(RowWriter row) {
        row.key(provider).number(outcome);
        writeOptional(row, asked);
        row.number(claimed).number(verified).number(refunded);
        writeOptional(row, firstOffer);
        writeOptional(row, firstResult);
        row.number(payers.size());
        payers.forEach(row::fixed);
        row.octet(verifiedPayer.isPresent() ? 1 : 0);
        verifiedPayer.ifPresent(row::fixed);
    }

    private static void writeOptional(RowWriter row, OptionalLong value) {
        // One more than the value, and 0 for none; the greatest long goes around to a number that reads back right.
        row.number(value.isPresent() ? value.getAsLong() + 1 : 0);
    }

    static OfferShare read(RowReader row) {
        Bytes32 provider = row.key();
        long outcome = readOutcome(row, false);
        OptionalLong asked = readOptional(row);
        long claimed = row.number();
        long verified = row.number();
        long refunded = row.number();
        row.check((claimed | verified | refunded) >= 0, "an amount is negative");
        OptionalLong firstOffer = readOptional(row);
        OptionalLong firstResult = readOptional(row);
        List<Long> payers = new ArrayList<>();
        for (int left = row.size(Long.BYTES); left > 0; left--) {
            payers.add(row.fixed());
        }
        OptionalLong verifiedPayer = row.number(1) == 1 ? OptionalLong.of(row.fixed()) : OptionalLong.empty();
        return new OfferShare(
                provider, outcome, asked, claimed, verified, refunded, firstOffer, firstResult, payers, verifiedPayer);
    }

    static long readOutcome(RowReader row, boolean ofJob) {
        long outcome = row.number();
        row.check((outcome & ~Counter.bits(ofJob)) == 0, "a counter is unknown");
        return outcome;
    }

    private static OptionalLong readOptional(RowReader row) {
        long number = row.number();
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number - 1);
    }
}
