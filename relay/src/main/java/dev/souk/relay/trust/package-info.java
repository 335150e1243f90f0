/** Whom the operators follow, and whom these follow: computed from stored follow lists (NIP-02) in the background. */
@NullMarked
package dev.souk.relay.trust;

import org.jspecify.annotations.NullMarked;
