/** The door for every event: checked, written in groups, then announced. */
@NullMarked
package dev.souk.relay.ingest;

import org.jspecify.annotations.NullMarked;
