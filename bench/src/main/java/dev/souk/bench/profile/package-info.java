/** What a running JVM spends its time on, asked from outside: the kernel's figures of its threads, and JFR. */
@NullMarked
package dev.souk.bench.profile;

import org.jspecify.annotations.NullMarked;
