/** Tests of moderation, without a socket. */
@NullMarked
package dev.souk.relay.moderation;

import org.jspecify.annotations.NullMarked;
