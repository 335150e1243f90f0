@NullMarked
package dev.souk.protocol.negentropy;

import org.jspecify.annotations.NullMarked;
