/** The relay over real sockets, one class for each NIP. */
@NullMarked
package dev.souk.relay;

import org.jspecify.annotations.NullMarked;
