package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.JobRequest;
import dev.souk.marketplace.fact.Source;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One provider's part in one job: its three axes, their projection to one word, and the points in time that matter. */
final class OfferFold {
    private final Terms terms;
    private final OfferFacts facts;
    private final Statements statements;
    private final WorkAxis work;
    private final MoneyAxis money;
    private final VerdictAxis verdict;
    private final Offer.Status status;

    OfferFold(Terms terms, OfferFacts facts) {
        this.terms = terms;
        this.facts = facts;
        this.statements = new Statements(terms, facts.said);
        this.work = statements.work(facts.isInvited);
        this.money = new MoneyAxis(statements, facts);
        this.verdict = VerdictAxis.of(facts.opinions);
        this.status = project();
    }

    /** The first that holds. A refund that only its giver tells of does not go before what the customer says. */
    private Offer.Status project() {
        if (money.isRefundProven()) {
            return Offer.Status.REFUNDED;
        }
        if (verdict.verdict() == Offer.Verdict.DISPUTED) {
            return Offer.Status.DISPUTED;
        }
        if (money.isRefunded()) {
            return Offer.Status.REFUNDED;
        }
        return switch (work.work()) {
            case DELIVERED -> isCompleted() ? Offer.Status.COMPLETED : Offer.Status.DELIVERED;
            case READY -> Offer.Status.READY;
            case QUOTED -> money.money() == Offer.Money.VERIFIED ? Offer.Status.PAID : Offer.Status.PAYMENT_REQUIRED;
            case PARTIAL -> Offer.Status.PARTIAL;
            case PROCESSING -> Offer.Status.PROCESSING;
            case ERROR -> Offer.Status.ERROR;
            case WITHDRAWN -> Offer.Status.WITHDRAWN;
            case TARGETED -> Offer.Status.TARGETED;
            case NONE -> Offer.Status.NONE;
        };
    }

    /** It takes two to complete a job. */
    private boolean isCompleted() {
        return !isSelfDealing()
                && (verdict.verdict() == Offer.Verdict.ACCEPTED || money.money() == Offer.Money.VERIFIED);
    }

    boolean isSelfDealing() {
        return terms.isCustomer(facts.provider);
    }

    boolean isInvited() {
        return facts.isInvited;
    }

    Offer.Status status() {
        return status;
    }

    /** True when work that stands was handed over, whatever became of it then. */
    boolean isDelivered() {
        return work.isDelivered();
    }

    /** The first delivery that stands. */
    Optional<Source> delivery() {
        return statements.firstDelivery();
    }

    /** True when the first delivery that stands came after the deadline. */
    boolean isLate() {
        Optional<Source> delivery = statements.firstDelivery();
        return delivery.isPresent()
                && terms.deadline().isPresent()
                && delivery.get().at() >= terms.deadline().getAsLong();
    }

    /** When its provider last said something that stands; {@link Long#MIN_VALUE} when nothing does. */
    long lastSpokeAt() {
        return statements.lastSpokeAt();
    }

    /** The event and the rule behind {@link #status()}. */
    Proof proof() {
        return switch (status) {
            case REFUNDED -> proof(Rule.REFUND_BY_PROVIDER, money.lastRefund());
            case DISPUTED -> opinion(verdict.newest());
            case COMPLETED ->
                verdict.verdict() == Offer.Verdict.ACCEPTED
                        ? opinion(verdict.newest())
                        : proof(Rule.PAYMENT_VERIFIED, money.enough());
            case PAID -> proof(Rule.PAYMENT_VERIFIED, money.enough());
            case DELIVERED, READY, PAYMENT_REQUIRED, PARTIAL, PROCESSING, ERROR, WITHDRAWN, TARGETED, NONE ->
                work.proof();
        };
    }

    private Proof opinion(@Nullable Opinion opinion) {
        return opinion == null ? work.proof() : opinion.rule().by(opinion.source());
    }

    private Proof proof(Rule rule, @Nullable Source source) {
        return source == null ? rule.alone() : rule.by(source);
    }

    /** Since when it is completed; {@link Moments#NEVER} when it is not. */
    long completedAt() {
        if (status != Offer.Status.COMPLETED) {
            return Moments.NEVER;
        }
        long agreed = Moments.NEVER;
        if (verdict.verdict() == Offer.Verdict.ACCEPTED && verdict.firstAcceptance() != null) {
            agreed = verdict.firstAcceptance().at();
        }
        if (money.money() == Offer.Money.VERIFIED && money.enough() != null) {
            agreed = Math.min(agreed, money.enough().at());
        }
        return Math.max(agreed, statements.firstDelivery().map(Source::at).orElse(agreed));
    }

    /**
     * From when on it counts as given up: engaged, and nothing heard since; {@link Moments#NEVER} when that cannot come.
     *
     * @param endedAt since when the customer wants nothing more: that silence is nobody's fault
     */
    long abandonedAt(long endedAt) {
        if (!isEngaged()) {
            return Moments.NEVER;
        }
        Source paid = money.lastVerified();
        long active = paid == null ? lastSpokeAt() : Math.max(lastSpokeAt(), paid.at());
        long at = terms.deadline().isPresent()
                ? Math.max(
                        terms.deadline().getAsLong(),
                        Moments.after(active, terms.rules().grace()))
                : Moments.after(active, terms.rules().silence());
        return at < endedAt ? at : Moments.NEVER;
    }

    /** Something is still to come from it: it has quoted, begun, shown a part, said that it is done, or was paid. */
    private boolean isEngaged() {
        if (money.isRefundProven()) {
            return false;
        }
        return switch (work.work()) {
            case QUOTED, PROCESSING, PARTIAL, READY -> true;
            case TARGETED, NONE -> money.verified() > 0;
            case DELIVERED, ERROR, WITHDRAWN -> false;
        };
    }

    /** From when on it counts as paid and not delivered; {@link Moments#NEVER} when that cannot come. */
    long undeliveredAt() {
        Source paid = money.firstVerified();
        if (paid == null || isDelivered() || money.isRefundProven()) {
            return Moments.NEVER;
        }
        long due = Math.max(paid.at(), terms.deadline().orElse(paid.at()));
        return Moments.after(due, terms.rules().grace());
    }

    /** The offer at {@code nowSeconds}. */
    Offer offer(long nowSeconds, long endedAt) {
        Optional<Source> request = terms.request().map(JobRequest::source);
        return new Offer(
                facts.provider,
                status,
                work.work(),
                money.money(),
                verdict.verdict(),
                money.asked(),
                money.claimed(),
                money.verified(),
                money.refunded(),
                statements.latest(),
                statements.first(),
                statements.firstResult(),
                millis(request, statements.first()),
                millis(request, statements.firstResult()),
                money.payers(),
                money.verifiedPayers(),
                flags(nowSeconds, endedAt),
                proof());
    }

    private static OptionalLong millis(Optional<Source> from, Optional<Source> to) {
        return from.isPresent() && to.isPresent()
                ? OptionalLong.of(to.get().millisSince(from.get()))
                : OptionalLong.empty();
    }

    private Set<Offer.Flag> flags(long nowSeconds, long endedAt) {
        Set<Offer.Flag> flags = EnumSet.copyOf(statements.flags());
        addIf(flags, Offer.Flag.LATE, isLate());
        addIf(flags, Offer.Flag.ABANDONED, Moments.hasCome(abandonedAt(endedAt), nowSeconds));
        addIf(flags, Offer.Flag.ERROR_AFTER_DELIVERY, statements.isErrorAfterDelivery());
        addIf(flags, Offer.Flag.PAID_NOT_DELIVERED, Moments.hasCome(undeliveredAt(), nowSeconds));
        addIf(flags, Offer.Flag.UNPAID_DELIVERED, isDelivered() && money.money() == Offer.Money.ASKED);
        addIf(flags, Offer.Flag.REFUNDED, isDelivered() && money.isRefunded());
        addIf(flags, Offer.Flag.SELF_DEALING, isSelfDealing());
        return flags;
    }

    private static void addIf(Set<Offer.Flag> flags, Offer.Flag flag, boolean holds) {
        if (holds) {
            flags.add(flag);
        }
    }
}
