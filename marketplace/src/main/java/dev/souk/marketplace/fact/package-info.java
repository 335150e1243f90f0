/**
 * What events say of jobs, free of any dialect: requests, feedback, results, judgements and payments, and the dossier
 * that gathers them for one job. Pure values; no I/O, no clock.
 */
@NullMarked
package dev.souk.marketplace.fact;

import org.jspecify.annotations.NullMarked;
