/** Measures the distribution from outside, and its parts by JMH. */
@NullMarked
package dev.souk.bench;

import org.jspecify.annotations.NullMarked;
