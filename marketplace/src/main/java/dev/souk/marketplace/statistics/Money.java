package dev.souk.marketplace.statistics;

/**
 * The sums of money, in msat. They are never added to each other. The numbers are stored: never change one.
 */
public enum Money {
    /** The last price of every offer that named one; several offers to one job all count. */
    ASKED(0),
    /** Receipts of level 1 to 3. */
    CLAIMED(1),
    /** Receipts of level 4 and more. */
    VERIFIED(2),
    /** What providers zapped back. */
    REFUNDED(3);

    static final int COUNT = 4;

    final int place;

    Money(int place) {
        this.place = place;
    }
}
