/** Reconciles stored events with clients (NIP-77): which sets there are, what is kept of them, who is in conversation. */
@NullMarked
package dev.souk.relay.negentropy;

import org.jspecify.annotations.NullMarked;
