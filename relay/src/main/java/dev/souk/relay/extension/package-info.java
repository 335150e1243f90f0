/** The door for what is not a relay's business: vetoes, routes, and a client that lives inside the process. */
@NullMarked
package dev.souk.relay.extension;

import org.jspecify.annotations.NullMarked;
