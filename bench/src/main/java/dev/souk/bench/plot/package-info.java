/** Plots of figures over sizes, drawn to SVG files. */
@NullMarked
package dev.souk.bench.plot;

import org.jspecify.annotations.NullMarked;
