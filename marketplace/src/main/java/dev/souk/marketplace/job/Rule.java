package dev.souk.marketplace.job;

import dev.souk.marketplace.fact.Source;
import dev.souk.protocol.Bytes32;
import java.util.Locale;
import java.util.Optional;

/** The rules that prove a status, by the names that a {@link Proof} gives them; docs/JOBS.md says what each means. */
enum Rule {
    REQUEST_UNKNOWN,
    REQUESTED_BY_CUSTOMER,
    REQUEST_RECOVERED,
    INVITED_BY_CUSTOMER,
    CANCELLED_BY_CUSTOMER,
    DEADLINE_PASSED,
    SILENCE_PASSED,
    ALL_INVITED_FAILED,
    UNCLEAR_BY_PROVIDER,
    QUOTE_BY_PROVIDER,
    PROCESSING_BY_PROVIDER,
    PARTIAL_BY_PROVIDER,
    READY_BY_PROVIDER,
    RESULT_BY_PROVIDER,
    ERROR_BY_PROVIDER,
    WITHDRAWN_BY_PROVIDER,
    REFUND_BY_PROVIDER,
    PAYMENT_VERIFIED,
    ZAP_BY_CUSTOMER,
    NUTZAP_BY_CUSTOMER,
    LIKED_BY_CUSTOMER,
    DISLIKED_BY_CUSTOMER,
    ACCEPTED_BY_CUSTOMER,
    REJECTED_BY_CUSTOMER,
    GOOD_REVIEW_BY_CUSTOMER,
    BAD_REVIEW_BY_CUSTOMER;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String wire() {
        return wire;
    }

    /** Proven by what the event {@code source} says. */
    Proof by(Source source) {
        return by(source.id());
    }

    /** Proven by {@code event}. */
    Proof by(Bytes32 event) {
        return new Proof(wire, Optional.of(event));
    }

    /** Proven by the clock, or by what is missing. */
    Proof alone() {
        return new Proof(wire, Optional.empty());
    }
}
