/** Tests of the words of NIP-01, and the fixtures that all modules share. */
@NullMarked
package dev.souk.protocol;

import org.jspecify.annotations.NullMarked;
