/** JMH benchmarks of single steps; run by {@code bench/bin/souk-jmh}. */
@NullMarked
package dev.souk.bench.jmh;

import org.jspecify.annotations.NullMarked;
