/** Reads NIP-01 JSON strictly, as a stream and without building trees. */
@NullMarked
package dev.souk.protocol.json;

import org.jspecify.annotations.NullMarked;
