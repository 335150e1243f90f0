/** Asks the wallets of those who were zapped for the keys that sign their receipts, so that a claim can be verified. */
@NullMarked
package dev.souk.marketplace.wallet;

import org.jspecify.annotations.NullMarked;
