package dev.souk.marketplace.statistics;

/** What is kept as a distribution. The numbers are stored: never change one. */
public enum Measure {
    /** Milliseconds from the request to the first word of a provider: the first of a job, or of the scope's provider. */
    FIRST_OFFER(0),
    /** Milliseconds from the request to the first result that stands: the first of a job, or of the scope's provider. */
    FIRST_RESULT(1),
    /** The last price of each offer that asked for one above nothing, in msat. */
    PRICE(2);

    static final int COUNT = 3;

    final int place;

    Measure(int place) {
        this.place = place;
    }
}
