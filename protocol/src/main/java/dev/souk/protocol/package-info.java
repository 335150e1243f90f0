/** The words of NIP-01 as immutable types: events, tags, kinds, filters and the messages both sides send. */
@NullMarked
package dev.souk.protocol;

import org.jspecify.annotations.NullMarked;
