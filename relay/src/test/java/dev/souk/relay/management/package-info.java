/** Tests of management, without a socket. */
@NullMarked
package dev.souk.relay.management;

import org.jspecify.annotations.NullMarked;
