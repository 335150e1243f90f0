/** Translates the configurations of other relays into that of Souk. */
@NullMarked
package dev.souk.deploy.convert;

import org.jspecify.annotations.NullMarked;
