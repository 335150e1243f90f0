package dev.souk.marketplace.dialect;

/**
 * What an operator decides about reading.
 *
 * @param ambiguousBids the unit of a bid in a 68001 request when neither its tags nor its time tell
 */
public record DialectSettings(BidUnit ambiguousBids) {
    /** Sats, as the original draft has it. */
    public static final DialectSettings DEFAULT = new DialectSettings(BidUnit.SAT);

    /** What a bid is counted in. */
    public enum BidUnit {
        SAT,
        MSAT
    }
}
