/** Publishes what the market knows as the relay's own events: only what has changed, at most once a second an address. */
@NullMarked
package dev.souk.marketplace.publish;

import org.jspecify.annotations.NullMarked;
