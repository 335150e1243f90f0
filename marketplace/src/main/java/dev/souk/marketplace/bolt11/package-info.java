/** Reads Lightning invoices (BOLT 11) and the bech32 text that they, and LNURLs, are written in. Pure; no keys, no I/O. */
@NullMarked
package dev.souk.marketplace.bolt11;

import org.jspecify.annotations.NullMarked;
