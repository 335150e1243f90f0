package dev.souk.marketplace.statistics;

/** Sets of people that are counted without repetition. The numbers are stored: never change one. */
public enum Group {
    /** Who asked, with the number of jobs. */
    CUSTOMERS(0),
    /** Customers of offers that came to an end, with the number of these offers; in the scopes of one provider only. */
    ENGAGED(1),
    /** Customers who got a result, with the number of results. */
    SERVED(2),
    /** Customers who rejected a result last, with the number of rejections. */
    DISPUTERS(3),
    /** Who paid, by any receipt, with the number of offers. */
    PAYERS(4),
    /** Who paid an offer in full, verified, with the number of offers. */
    VERIFIED_PAYERS(5),
    /** Providers who said something, with the number of offers. */
    PROVIDERS(6),
    /** Providers who delivered, with the number of results. */
    DELIVERERS(7);

    static final int COUNT = 8;

    final int place;

    Group(int place) {
        this.place = place;
    }
}
