/** Tests of the index and the queries. */
@NullMarked
package dev.souk.relay.search;

import org.jspecify.annotations.NullMarked;
