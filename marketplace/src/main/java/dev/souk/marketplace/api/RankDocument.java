package dev.souk.marketplace.api;

import dev.souk.marketplace.statistics.Group;
import dev.souk.marketplace.statistics.ProviderScore;
import dev.souk.marketplace.statistics.Summary;

/** Writes what a provider is ranked by: the score, what it is made of, and what that was counted from. */
final class RankDocument {
    private RankDocument() {}

    /** As the field {@code rank} of an object that is open. */
    static void write(Json json, Summary month) {
        ProviderScore score = month.providerScore();
        json.object("rank")
                .putDecimal("score", score.value())
                .putDecimal("reliability", score.reliability())
                .putDecimal("acceptance", score.acceptance())
                .putDecimal("reach", score.reach())
                .putDecimal("earning", score.earning())
                .put("customers_engaged", month.people(Group.ENGAGED).count())
                .put("customers_served", month.people(Group.SERVED).count())
                .put("customers_disputing", month.people(Group.DISPUTERS).count())
                .put("verified_payers", month.people(Group.VERIFIED_PAYERS).count())
                .end();
    }
}
