/** Signatures by BIP-340: made, and checked. */
@NullMarked
package dev.souk.protocol.crypto;

import org.jspecify.annotations.NullMarked;
