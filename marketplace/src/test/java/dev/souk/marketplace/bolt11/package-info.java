/** Tests against BOLT 11's own examples, and a writer of invoices for other tests. */
@NullMarked
package dev.souk.marketplace.bolt11;

import org.jspecify.annotations.NullMarked;
