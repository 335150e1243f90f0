/** What the operator has decided about keys, events, kinds and addresses: kept in the store, asked of memory. */
@NullMarked
package dev.souk.relay.moderation;

import org.jspecify.annotations.NullMarked;
