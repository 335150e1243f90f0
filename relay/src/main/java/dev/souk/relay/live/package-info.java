/** Who wants which new events, and the thread that hands them over. */
@NullMarked
package dev.souk.relay.live;

import org.jspecify.annotations.NullMarked;
