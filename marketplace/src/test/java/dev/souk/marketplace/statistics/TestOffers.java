package dev.souk.marketplace.statistics;

import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Proof;
import dev.souk.protocol.Bytes32;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds offers as a fold would: say what matters, the rest has a default. */
final class TestOffers {
    private static final Proof PROOF = new Proof("test", Optional.empty());

    private final Bytes32 provider;
    private Offer.Status status = Offer.Status.PROCESSING;
    private Offer.Work work = Offer.Work.PROCESSING;
    private Offer.Money money = Offer.Money.NONE;
    private Offer.Verdict verdict = Offer.Verdict.NONE;
    private OptionalLong asked = OptionalLong.empty();
    private long claimed;
    private long verified;
    private long refunded;
    private boolean hasSpoken = true;
    private long offerMillis = 1_000;
    private long latencyMillis = 5_000;
    private List<Bytes32> payers = List.of();
    private final Set<Offer.Flag> flags = EnumSet.noneOf(Offer.Flag.class);

    private TestOffers(Bytes32 provider) {
        this.provider = provider;
    }

    /** Somebody works on it. */
    static TestOffers offer(Bytes32 provider) {
        return new TestOffers(provider);
    }

    /** Somebody has delivered. */
    static TestOffers delivered(Bytes32 provider) {
        return offer(provider).work(Offer.Work.DELIVERED).status(Offer.Status.DELIVERED);
    }

    TestOffers status(Offer.Status word) {
        status = word;
        return this;
    }

    TestOffers work(Offer.Work axis) {
        work = axis;
        return this;
    }

    TestOffers silent() {
        hasSpoken = false;
        return work(Offer.Work.TARGETED).status(Offer.Status.TARGETED);
    }

    TestOffers disputed() {
        verdict = Offer.Verdict.DISPUTED;
        return status(Offer.Status.DISPUTED);
    }

    TestOffers completed() {
        verdict = Offer.Verdict.ACCEPTED;
        return status(Offer.Status.COMPLETED);
    }

    TestOffers asking(long msat) {
        asked = OptionalLong.of(msat);
        money = Offer.Money.ASKED;
        return this;
    }

    TestOffers claimed(long msat, Bytes32... by) {
        claimed = msat;
        money = Offer.Money.CLAIMED;
        payers = List.of(by);
        return this;
    }

    TestOffers verified(long msat, Bytes32... by) {
        verified = msat;
        money = Offer.Money.VERIFIED;
        payers = List.of(by);
        return this;
    }

    TestOffers refunded(long msat) {
        refunded = msat;
        money = Offer.Money.REFUNDED;
        return this;
    }

    TestOffers money(Offer.Money axis) {
        money = axis;
        return this;
    }

    TestOffers after(long millisToOffer, long millisToResult) {
        offerMillis = millisToOffer;
        latencyMillis = millisToResult;
        return this;
    }

    TestOffers flag(Offer.Flag flag) {
        flags.add(flag);
        return this;
    }

    Offer build() {
        Source said = new Source(provider, 68_003, provider, TestJobs.NOW, Source.HISTORY);
        boolean isDelivered = work == Offer.Work.DELIVERED;
        return new Offer(
                provider,
                status,
                work,
                money,
                verdict,
                asked,
                claimed,
                verified,
                refunded,
                Optional.empty(),
                hasSpoken ? Optional.of(said) : Optional.empty(),
                isDelivered ? Optional.of(said) : Optional.empty(),
                hasSpoken ? OptionalLong.of(offerMillis) : OptionalLong.empty(),
                isDelivered ? OptionalLong.of(latencyMillis) : OptionalLong.empty(),
                payers,
                verified > 0 ? payers : List.of(),
                flags,
                PROOF);
    }
}
