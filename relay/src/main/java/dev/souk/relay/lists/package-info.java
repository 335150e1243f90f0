/** The operator's lists of keys, kinds, addresses and words: files that are read again when they change. */
@NullMarked
package dev.souk.relay.lists;

import org.jspecify.annotations.NullMarked;
