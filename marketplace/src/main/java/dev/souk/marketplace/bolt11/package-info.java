/** Reads Lightning invoices (BOLT 11). Pure; no keys, no I/O. */
@NullMarked
package dev.souk.marketplace.bolt11;

import org.jspecify.annotations.NullMarked;
