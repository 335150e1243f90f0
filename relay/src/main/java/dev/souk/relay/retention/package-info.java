/** Decides which events have been kept long enough, and sees to it that they leave the store and give their space back. */
@NullMarked
package dev.souk.relay.retention;

import org.jspecify.annotations.NullMarked;
