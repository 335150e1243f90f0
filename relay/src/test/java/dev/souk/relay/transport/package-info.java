/** Tests of what the transport computes by itself, without a socket. */
@NullMarked
package dev.souk.relay.transport;

import org.jspecify.annotations.NullMarked;
