/** How much is read for whom: budgets of work for connections, addresses and keys. */
@NullMarked
package dev.souk.relay.read;

import org.jspecify.annotations.NullMarked;
