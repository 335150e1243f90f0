/** The reference: a store in memory that is slow and obviously right. */
@NullMarked
package dev.souk.storage.memory;

import org.jspecify.annotations.NullMarked;
