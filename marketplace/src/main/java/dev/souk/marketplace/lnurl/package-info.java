/** Asks wallets which key signs their zap receipts (LUD-06, LUD-16, NIP-57): the only code that calls out, guarded. */
@NullMarked
package dev.souk.marketplace.lnurl;

import org.jspecify.annotations.NullMarked;
