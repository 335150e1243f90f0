/** A plugin's questions, lines and words. */
@NullMarked
package dev.souk.relay.plugin;

import org.jspecify.annotations.NullMarked;
