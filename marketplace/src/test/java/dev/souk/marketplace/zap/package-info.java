/** Tests with receipts that are true, wrong and forged, and a wallet that makes them. */
@NullMarked
package dev.souk.marketplace.zap;

import org.jspecify.annotations.NullMarked;
