/** Full text (NIP-50): an index beside the store, and what a search asks of an event's text. */
@NullMarked
package dev.souk.relay.search;

import org.jspecify.annotations.NullMarked;
