/** A program of the operator's that is asked about events: its process, the questions it has, and what its answers mean. */
@NullMarked
package dev.souk.relay.plugin;

import org.jspecify.annotations.NullMarked;
