/** What is kept how long, without a socket. */
@NullMarked
package dev.souk.relay.retention;

import org.jspecify.annotations.NullMarked;
