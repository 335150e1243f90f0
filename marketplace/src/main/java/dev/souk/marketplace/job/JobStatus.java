package dev.souk.marketplace.job;

import java.util.Locale;

/** The one word for a job. Stored and published: never rename. */
public enum JobStatus {
    /** Facts are known, the request is not. */
    UNKNOWN_REQUEST,
    /** Asked for, by anybody who can. */
    REQUESTED,
    /** Asked for, of certain providers. */
    TARGETED,
    /** The best offer waits to be paid. */
    PAYMENT_REQUIRED,
    /** Somebody works on it. */
    PROCESSING,
    /** A part was handed over. */
    PARTIAL,
    /** A provider says it is done and has not handed it over. */
    READY,
    /** Handed over. */
    DELIVERED,
    /** Handed over, and accepted or verifiably paid. */
    COMPLETED,
    /** Handed over, and not accepted. */
    DISPUTED,
    /** The customer took the request back. */
    CANCELLED,
    /** Its deadline passed, and nothing was handed over. */
    EXPIRED,
    /** All who were invited failed or withdrew. */
    FAILED;

    /** As it stands in documents and status events. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
