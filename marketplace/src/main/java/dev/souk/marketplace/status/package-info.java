/**
 * What the relay says under its own key: job status, profiles, aggregates, and who it is. Pure builders of events that
 * are still to be signed; each builder lists its tags.
 */
@NullMarked
package dev.souk.marketplace.status;

import org.jspecify.annotations.NullMarked;
