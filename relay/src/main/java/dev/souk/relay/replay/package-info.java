/** Stored events for a REQ, in slices, up to the moment where the live feed takes over. */
@NullMarked
package dev.souk.relay.replay;

import org.jspecify.annotations.NullMarked;
