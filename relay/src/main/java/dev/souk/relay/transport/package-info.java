/** Sockets, HTTP and WebSocket: the only package that knows Netty. */
@NullMarked
package dev.souk.relay.transport;

import org.jspecify.annotations.NullMarked;
