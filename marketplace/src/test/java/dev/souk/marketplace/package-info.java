@NullMarked
package dev.souk.marketplace;

import org.jspecify.annotations.NullMarked;
