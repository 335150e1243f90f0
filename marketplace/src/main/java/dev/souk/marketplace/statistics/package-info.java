/**
 * Statistics as sums of what each job contributes: the old contribution of a job is subtracted and the new one added, so
 * that any order of events gives the same numbers. Pure values; no I/O, no clock. Every number is explained in
 * docs/STATISTICS.md.
 */
@NullMarked
package dev.souk.marketplace.statistics;

import org.jspecify.annotations.NullMarked;
