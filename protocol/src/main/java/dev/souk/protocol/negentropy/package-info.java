/** Negentropy, version 1 (NIP-77, appendix): finds out which ids two sets do not share. No I/O. */
@NullMarked
package dev.souk.protocol.negentropy;

import org.jspecify.annotations.NullMarked;
