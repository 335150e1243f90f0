/** What leaves for clients, and how it is grouped so that each socket is flushed once. */
@NullMarked
package dev.souk.relay.outbound;

import org.jspecify.annotations.NullMarked;
