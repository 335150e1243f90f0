/** Tests of what the relay says under its own key. */
@NullMarked
package dev.souk.marketplace.status;

import org.jspecify.annotations.NullMarked;
