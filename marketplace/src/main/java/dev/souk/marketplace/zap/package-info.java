/** What zap receipts (NIP-57) and nutzaps (NIP-61) prove, as far as they tell by themselves. Pure; no I/O, no clock. */
@NullMarked
package dev.souk.marketplace.zap;

import org.jspecify.annotations.NullMarked;
