/** Tests of the plots. */
@NullMarked
package dev.souk.bench.plot;

import org.jspecify.annotations.NullMarked;
