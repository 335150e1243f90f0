/** The door at which checkpoints are handed out. */
@NullMarked
package dev.souk.relay.backup;

import org.jspecify.annotations.NullMarked;
