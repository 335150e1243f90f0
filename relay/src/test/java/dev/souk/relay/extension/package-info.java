/** Tests of what extensions are given, without a socket. */
@NullMarked
package dev.souk.relay.extension;

import org.jspecify.annotations.NullMarked;
