package dev.souk.marketplace.fact;

/** What a provider says of its work, whatever the era spelt it like. Stored: never rename. */
public enum WorkStatus {
    PAYMENT_REQUIRED("payment-required"),
    PROCESSING("processing"),
    PARTIAL("partial"),
    SUCCESS("success"),
    ERROR("error"),
    /** A word that is not known; the raw text is kept beside it. */
    OTHER("other"),
    /** No status was given. */
    NONE("");

    private final String wire;

    WorkStatus(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }
}
