/** Tests of reading events, with events of every era to read. */
@NullMarked
package dev.souk.marketplace.dialect;

import org.jspecify.annotations.NullMarked;
