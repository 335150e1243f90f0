/** Jobs, offers, providers and money, as an extension of the relay. */
@NullMarked
package dev.souk.marketplace;

import org.jspecify.annotations.NullMarked;
