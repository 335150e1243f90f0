package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Fact;
import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * What the customer said of one provider's work, in whatever way.
 *
 * @param source the event in which it is said
 * @param at when the customer said it, Unix seconds
 * @param said what the customer signed: the event, or the zap request in it
 * @param isAcceptance false when it rejects
 * @param rule the way
 */
record Opinion(Source source, long at, Bytes32 said, boolean isAcceptance, Rule rule) {
    /** In an event of the customer's own. */
    Opinion(Source source, boolean isAcceptance, Rule rule) {
        this(source, source.at(), source.id(), isAcceptance, rule);
    }

    /**
     * An acceptance by paying. The customer's word is the zap request, and as old as that: another receipt that somebody
     * makes of it later says nothing new.
     */
    static Opinion by(Fact.Payment payment, Rule rule) {
        Source receipt = payment.source();
        return new Opinion(
                receipt,
                Math.min(payment.signedAt(), receipt.at()),
                payment.proof().request().orElse(receipt.id()),
                true,
                rule);
    }

    /** True when it is later, or of the same second with a lower id; what is not there is older than all. */
    boolean isNewerThan(@Nullable Opinion other) {
        return other == null || at > other.at || (at == other.at && said.compareTo(other.said) < 0);
    }
}
