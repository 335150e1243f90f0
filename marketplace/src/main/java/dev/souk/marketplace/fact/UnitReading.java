package dev.souk.marketplace.fact;

/** How the unit of an amount was decided (research: dialects differ on the same kind number). Stored: never rename. */
public enum UnitReading {
    /** Sats: the request has tags that only the first draft knows. */
    DRAFT_SAT("sat", "draft-tags"),
    /** Sats: nothing tells, but the request was made before the first text that says msat. */
    EARLY_SAT("sat", "before-2023-07-05"),
    /** Sats: nothing tells; the operator's default. */
    DEFAULT_SAT("sat", "default"),
    /** Msat: nothing tells; the operator's default. */
    DEFAULT_MSAT("msat", "default"),
    /** Msat: tags that only later texts know, or a kind that only they use. */
    DIALECT_MSAT("msat", "dialect"),
    /** The event's invoice says the same number in msat. */
    INVOICE_MSAT("msat", "invoice"),
    /** The event's invoice says the number in sats. */
    INVOICE_SAT("sat", "invoice"),
    /** The event's invoice says another amount altogether, which then counts. */
    INVOICE_OTHER("msat", "invoice-differs");

    private final String unit;
    private final String source;

    UnitReading(String unit, String source) {
        this.unit = unit;
        this.source = source;
    }

    /** {@code sat} or {@code msat}: what the number in the event was taken for. */
    public String unit() {
        return unit;
    }

    /** By what it was decided. */
    public String source() {
        return source;
    }
}
