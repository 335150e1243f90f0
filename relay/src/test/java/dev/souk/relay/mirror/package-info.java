/** Tests of mirrors that need no relay. */
@NullMarked
package dev.souk.relay.mirror;

import org.jspecify.annotations.NullMarked;
