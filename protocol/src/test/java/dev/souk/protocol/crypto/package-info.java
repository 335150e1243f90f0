/** Tests of signatures: against the vectors of BIP-340, and of the implementations against each other. */
@NullMarked
package dev.souk.protocol.crypto;

import org.jspecify.annotations.NullMarked;
