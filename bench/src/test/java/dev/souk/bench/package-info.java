/** Tests of the harness itself. */
@NullMarked
package dev.souk.bench;

import org.jspecify.annotations.NullMarked;
