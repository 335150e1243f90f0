/** Tests of the souk command, its launcher and the house rules. */
@NullMarked
package dev.souk.deploy;

import org.jspecify.annotations.NullMarked;
