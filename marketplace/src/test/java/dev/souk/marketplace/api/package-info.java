@NullMarked
package dev.souk.marketplace.api;

import org.jspecify.annotations.NullMarked;
