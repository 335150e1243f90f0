/** Tests of the members, without a socket. */
@NullMarked
package dev.souk.relay.members;

import org.jspecify.annotations.NullMarked;
