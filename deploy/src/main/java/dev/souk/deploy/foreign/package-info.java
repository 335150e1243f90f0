/** Reads what other relays leave behind: their exports, dumps and databases, as lines that an import takes. */
@NullMarked
package dev.souk.deploy.foreign;

import org.jspecify.annotations.NullMarked;
