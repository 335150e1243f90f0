/** Reads events of every era of the job protocol into the same facts. Pure; one class for each era. */
@NullMarked
package dev.souk.marketplace.dialect;

import org.jspecify.annotations.NullMarked;
