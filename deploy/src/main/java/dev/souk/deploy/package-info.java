/** The souk command: reads the configuration and wires everything together. */
@NullMarked
package dev.souk.deploy;

import org.jspecify.annotations.NullMarked;
