/** What every store must do, and a random comparison of two of them. */
@NullMarked
package dev.souk.storage;

import org.jspecify.annotations.NullMarked;
