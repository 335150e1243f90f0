/** The door at which commands of the same machine ask for a checkpoint of the running relay's store, and both ends of it. */
@NullMarked
package dev.souk.relay.backup;

import org.jspecify.annotations.NullMarked;
