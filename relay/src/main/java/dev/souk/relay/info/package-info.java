/** The relay information document (NIP-11). */
@NullMarked
package dev.souk.relay.info;

import org.jspecify.annotations.NullMarked;
