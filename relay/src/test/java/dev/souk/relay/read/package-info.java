/** Tests of what is read for whom that need no relay. */
@NullMarked
package dev.souk.relay.read;

import org.jspecify.annotations.NullMarked;
