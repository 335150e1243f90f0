/** Tests of the lists. */
@NullMarked
package dev.souk.relay.lists;

import org.jspecify.annotations.NullMarked;
