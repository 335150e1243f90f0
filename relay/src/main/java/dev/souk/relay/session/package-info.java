/** One client's side of the conversation, without a socket. */
@NullMarked
package dev.souk.relay.session;

import org.jspecify.annotations.NullMarked;
