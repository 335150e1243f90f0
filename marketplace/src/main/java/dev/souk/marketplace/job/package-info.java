/** What a job has come to: a pure function of its dossier and the clock. No I/O. */
@NullMarked
package dev.souk.marketplace.job;

import org.jspecify.annotations.NullMarked;
