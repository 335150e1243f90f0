/** The client's side of a relay, for commands that ask one: a connection, what it answers, and a key of one's own. */
@NullMarked
package dev.souk.deploy.client;

import org.jspecify.annotations.NullMarked;
