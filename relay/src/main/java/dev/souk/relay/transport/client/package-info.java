/** Calls other relays: WebSocket connections that this relay opens itself, directly or through a proxy. */
@NullMarked
package dev.souk.relay.transport.client;

import org.jspecify.annotations.NullMarked;
