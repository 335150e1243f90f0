/** Tests of the information document, without a socket. */
@NullMarked
package dev.souk.relay.info;

import org.jspecify.annotations.NullMarked;
