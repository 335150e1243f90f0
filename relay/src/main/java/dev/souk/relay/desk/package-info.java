/** What is said to the relay itself, and not through it: events that it takes for itself, and those it makes when asked. */
@NullMarked
package dev.souk.relay.desk;

import org.jspecify.annotations.NullMarked;
