package dev.souk.marketplace.status;

import dev.souk.marketplace.job.Offer;
import dev.souk.marketplace.job.Proof;
import dev.souk.protocol.Bytes32;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Builds offers for tests: say what matters, the rest has a default. */
final class TestOffers {
    private final Bytes32 provider;
    private final Offer.Status status;
    private final Offer.Work work;
    private Offer.Money money = Offer.Money.NONE;
    private Offer.Verdict verdict = Offer.Verdict.NONE;
    private OptionalLong asked = OptionalLong.empty();
    private long claimed;
    private long verified;
    private long refunded;
    private List<Bytes32> payers = List.of();
    private Optional<Bytes32> latest = Optional.empty();
    private OptionalLong latency = OptionalLong.empty();
    private Set<Offer.Flag> flags = Set.of();

    private TestOffers(Bytes32 provider, Offer.Status status, Offer.Work work) {
        this.provider = provider;
        this.status = status;
        this.work = work;
    }

    static TestOffers offer(Bytes32 provider, Offer.Status status, Offer.Work work) {
        return new TestOffers(provider, status, work);
    }

    TestOffers money(Offer.Money level) {
        money = level;
        return this;
    }

    TestOffers asks(long msat) {
        asked = OptionalLong.of(msat);
        money = money == Offer.Money.NONE ? Offer.Money.ASKED : money;
        return this;
    }

    TestOffers claims(long msat, Bytes32... by) {
        claimed = msat;
        payers = List.of(by);
        return money(Offer.Money.CLAIMED);
    }

    TestOffers verified(long msat, Bytes32... by) {
        verified = msat;
        payers = List.of(by);
        return money(Offer.Money.VERIFIED);
    }

    TestOffers refunds(long msat) {
        refunded = msat;
        return money(Offer.Money.REFUNDED);
    }

    TestOffers judged(Offer.Verdict word) {
        verdict = word;
        return this;
    }

    TestOffers latest(Bytes32 event) {
        latest = Optional.of(event);
        return this;
    }

    TestOffers after(long millis) {
        latency = OptionalLong.of(millis);
        return this;
    }

    TestOffers flagged(Offer.Flag... all) {
        flags = Set.of(all);
        return this;
    }

    /** Every flag but the one that takes an offer out of all sums. */
    TestOffers flaggedButHonest() {
        flags = EnumSet.complementOf(EnumSet.of(Offer.Flag.SELF_DEALING));
        return this;
    }

    Offer build() {
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
                latest,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                latency,
                payers,
                verified > 0 ? payers : List.of(),
                flags,
                new Proof("test", Optional.empty()));
    }
}
