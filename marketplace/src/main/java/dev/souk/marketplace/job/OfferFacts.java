package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Dossier;
import dev.souk.marketplace.fact.Fact;
import dev.souk.protocol.Bytes32;
import java.util.ArrayList;
import java.util.List;

/** All that concerns one provider's part in one job, sorted by {@link Gathering}; each list is oldest first. */
final class OfferFacts {
    final Bytes32 provider;
    final boolean isInvited;

    /** Its own feedback and results, those that it took back included. */
    final List<Dossier.Entry> said = new ArrayList<>(4);

    /** What the customer thinks of it. */
    final List<Opinion> opinions = new ArrayList<>(2);

    /** What it was paid, each invoice once. */
    final List<Fact.Payment> payments = new ArrayList<>(2);

    /** What it paid back. */
    final List<Fact.Payment> refunds = new ArrayList<>(0);

    OfferFacts(Bytes32 provider, boolean isInvited) {
        this.provider = provider;
        this.isInvited = isInvited;
    }

    /** True when something that it said stands and hands work over. */
    boolean hasDelivered() {
        for (Dossier.Entry entry : said) {
            if (entry.isLive() && Meaning.isDelivery(entry.fact())) {
                return true;
            }
        }
        return false;
    }

    /** True when it ever handed work over, taken back or not. */
    boolean hasEverDelivered() {
        for (Dossier.Entry entry : said) {
            if (Meaning.isDelivery(entry.fact())) {
                return true;
            }
        }
        return false;
    }
}
