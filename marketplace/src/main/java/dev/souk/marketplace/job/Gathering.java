package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.PaymentProof;
import dev.souk.marketplace.fact.Source;
import dev.souk.marketplace.fact.WorkStatus;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who said what, and about whom: sorts the facts of one job by the provider that they concern, and leaves out what its
 * signer had no right to say.
 */
final class Gathering {
    /** A reaction, NIP-25. */
    private static final int REACTION = 7;

    /** A nutzap, NIP-61. */
    private static final int NUTZAP = 9321;

    private final Terms terms;

    /** In the order in which they first spoke, then the silent ones in the order of the invitation. */
    private final Map<Bytes32, OfferFacts> offers = new LinkedHashMap<>();

    /** Statements of providers by event, those that were taken back included. */
    private final Map<Bytes32, Fact> statements = new HashMap<>();

    /** Feedback events of the customer, by which it may be paid back. */
    private final Set<Bytes32> remarks = new HashSet<>();

    private final Set<Bytes32> critics = new HashSet<>();
    private final List<Fact.Payment> payments = new ArrayList<>(0);

    /** @param entries in the order of {@link Source#ORDER} */
    Gathering(Terms terms, List<Dossier.Entry> entries) {
        this.terms = terms;
        for (Dossier.Entry entry : entries) {
            takeStatement(entry);
        }
        critics.removeAll(offers.keySet());
        for (Bytes32 invited : terms.invited()) {
            offers.computeIfAbsent(invited, provider -> new OfferFacts(provider, true));
        }
        for (Dossier.Entry entry : entries) {
            if (entry.isLive()) {
                takeReply(entry.fact());
            }
        }
        for (Fact.Payment payment : EachInvoiceOnce.of(payments)) {
            file(payment);
        }
    }

    Collection<OfferFacts> offers() {
        return offers.values();
    }

    /** How many have judged something of the job, providers aside. */
    int reactions() {
        return critics.size();
    }

    private void takeStatement(Dossier.Entry entry) {
        switch (entry.fact()) {
            case Fact.Feedback feedback -> {
                if (terms.isCustomer(feedback.source().author())) {
                    remarks.add(feedback.source().id());
                } else {
                    say(entry);
                }
            }
            case Fact.Result result -> say(entry);
            case Fact.Judgement judgement -> {
                if (entry.isLive()) {
                    critics.add(judgement.source().author());
                }
            }
            case Fact.Payment payment -> {}
        }
    }

    private void say(Dossier.Entry entry) {
        Source source = entry.fact().source();
        statements.put(source.id(), entry.fact());
        offers.computeIfAbsent(
                        source.author(),
                        provider -> new OfferFacts(provider, terms.invited().contains(provider)))
                .said
                .add(entry);
    }

    private void takeReply(Fact fact) {
        switch (fact) {
            case Fact.Feedback feedback -> {
                if (terms.isCustomer(feedback.source().author())) {
                    takeRemark(feedback);
                }
            }
            case Fact.Judgement judgement -> {
                if (terms.isCustomer(judgement.source().author())) {
                    takeJudgement(judgement);
                }
            }
            case Fact.Payment payment -> takePayment(payment);
            case Fact.Result result -> {}
        }
    }

    private void takeRemark(Fact.Feedback feedback) {
        boolean isAcceptance = feedback.status() == WorkStatus.SUCCESS;
        if (!isAcceptance && feedback.status() != WorkStatus.ERROR) {
            return;
        }
        OfferFacts judged =
                feedback.about().isPresent() ? offers.get(feedback.about().get()) : onlyDelivered();
        Rule rule = isAcceptance ? Rule.ACCEPTED_BY_CUSTOMER : Rule.REJECTED_BY_CUSTOMER;
        hear(judged, new Opinion(feedback.source(), isAcceptance, rule));
    }

    /** Who is meant by a remark that names nobody: the one that has handed something over, if it is the only one. */
    private @Nullable OfferFacts onlyDelivered() {
        OfferFacts only = null;
        for (OfferFacts offer : offers.values()) {
            if (!terms.isCustomer(offer.provider) && offer.hasDelivered()) {
                if (only != null) {
                    return null;
                }
                only = offer;
            }
        }
        return only;
    }

    private void takeJudgement(Fact.Judgement judgement) {
        if (judgement.sentiment() == Fact.Sentiment.NEITHER) {
            return;
        }
        OfferFacts judged = judged(judgement);
        boolean isAcceptance = judgement.sentiment() == Fact.Sentiment.ACCEPT;
        boolean isReaction = judgement.source().kind() == REACTION;
        Rule rule = isAcceptance
                ? (isReaction ? Rule.LIKED_BY_CUSTOMER : Rule.GOOD_REVIEW_BY_CUSTOMER)
                : (isReaction ? Rule.DISLIKED_BY_CUSTOMER : Rule.BAD_REVIEW_BY_CUSTOMER);
        hear(judged, new Opinion(judgement.source(), isAcceptance, rule));
    }

    /**
     * A judgement is of work that was handed over, or of the provider that it names; one of a quote, of progress or of a
     * failure is a remark in passing, whatever the kind of its event.
     */
    private @Nullable OfferFacts judged(Fact.Judgement judgement) {
        if (judgement.target().equals(terms.id())) {
            return judgement.provider().isPresent()
                    ? offers.get(judgement.provider().get())
                    : null;
        }
        Fact statement = statements.get(judgement.target());
        return statement != null && Meaning.isDelivery(statement)
                ? offers.get(statement.source().author())
                : null;
    }

    /** What is thought of somebody who has handed nothing over, or of oneself, is no verdict. */
    private void hear(@Nullable OfferFacts judged, Opinion opinion) {
        if (judged != null && judged.hasEverDelivered() && !terms.isCustomer(judged.provider)) {
            judged.opinions.add(opinion);
        }
    }

    private void takePayment(Fact.Payment payment) {
        if (payment.proof().level() < PaymentProof.CLAIMED || payment.payer().equals(payment.recipient())) {
            return;
        }
        if (isRefund(payment) || isIncome(payment)) {
            if (payment.proof().isCounted()) {
                payments.add(payment);
            }
            takeAcceptance(payment);
        }
    }

    private boolean isRefund(Fact.Payment payment) {
        return terms.isCustomer(payment.recipient())
                && offers.containsKey(payment.payer())
                && (payment.target().equals(terms.id())
                        || statements.containsKey(payment.target())
                        || remarks.contains(payment.target()));
    }

    private boolean isIncome(Fact.Payment payment) {
        if (payment.target().equals(terms.id())) {
            // The draft's zap names the request, whose author is the customer: a zap to the customer is no income.
            return offers.containsKey(payment.recipient()) && !terms.isCustomer(payment.recipient());
        }
        Fact statement = statements.get(payment.target());
        return statement != null && statement.source().author().equals(payment.recipient());
    }

    /**
     * The customer's signature under a payment for work that was handed over accepts it, whoever's receipt of it is
     * counted. Under one for anything else it is a payment in advance, whatever is handed over later.
     */
    private void takeAcceptance(Fact.Payment payment) {
        OfferFacts paid = offers.get(payment.recipient());
        if (paid == null || !terms.isCustomer(payment.payer())) {
            return;
        }
        Fact statement = statements.get(payment.target());
        boolean isForWork = statement == null
                ? payment.target().equals(terms.id()) && paid.hasDelivered()
                : Meaning.isDelivery(statement);
        if (isForWork) {
            Rule rule = payment.source().kind() == NUTZAP ? Rule.NUTZAP_BY_CUSTOMER : Rule.ZAP_BY_CUSTOMER;
            hear(paid, Opinion.by(payment, rule));
        }
    }

    private void file(Fact.Payment payment) {
        OfferFacts from = offers.get(payment.payer());
        if (from != null && isRefund(payment)) {
            from.refunds.add(payment);
            return;
        }
        OfferFacts to = offers.get(payment.recipient());
        if (to != null) {
            to.payments.add(payment);
        }
    }
}
