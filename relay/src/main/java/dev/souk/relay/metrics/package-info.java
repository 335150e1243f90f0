/** Every meter that the relay emits. */
@NullMarked
package dev.souk.relay.metrics;

import org.jspecify.annotations.NullMarked;
