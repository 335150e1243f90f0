/** How much of something somebody may have in some time. */
@NullMarked
package dev.souk.relay.rate;

import org.jspecify.annotations.NullMarked;
