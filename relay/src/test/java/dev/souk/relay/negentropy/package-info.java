@NullMarked
package dev.souk.relay.negentropy;

import org.jspecify.annotations.NullMarked;
