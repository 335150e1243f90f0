/** The relay put together: everything below, started and stopped in order. */
@NullMarked
package dev.souk.relay;

import org.jspecify.annotations.NullMarked;
