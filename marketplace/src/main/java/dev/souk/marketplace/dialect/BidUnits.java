package dev.souk.marketplace.dialect;

import dev.souk.marketplace.dialect.DialectSettings.BidUnit;
import dev.souk.marketplace.fact.UnitReading;

/** Sats or msat: the first draft and its revisions count bids differently in the same kind, 68001. */
final class BidUnits {
    /** 2023-07-05T09:14:00Z, when the text first said msat. */
    static final long FIRST_MSAT_TEXT = 1_688_548_440;

    private final DialectSettings settings;

    BidUnits(DialectSettings settings) {
        this.settings = settings;
    }

    /** How the bid of a 68001 is read: by its tags, else by its time, else by the operator's choice. */
    UnitReading of(Tags tags) {
        if (tags.has("i") || tags.has("exp") || tags.has("output") || tags.has("param")) {
            return UnitReading.DIALECT_MSAT;
        }
        if (tags.has("input") || tags.has("expiration") && tags.has("d")) {
            return UnitReading.DRAFT_SAT;
        }
        if (tags.event().createdAt() < FIRST_MSAT_TEXT) {
            return UnitReading.EARLY_SAT;
        }
        return settings.ambiguousBids() == BidUnit.SAT ? UnitReading.DEFAULT_SAT : UnitReading.DEFAULT_MSAT;
    }
}
