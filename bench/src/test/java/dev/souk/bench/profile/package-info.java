/** Tests of what is told of a running JVM. */
@NullMarked
package dev.souk.bench.profile;

import org.jspecify.annotations.NullMarked;
