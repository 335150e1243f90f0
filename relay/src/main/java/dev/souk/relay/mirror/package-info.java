/** Keeps this relay in step with others: fetches what they have, sends what they lack, and follows what is new on both sides. */
@NullMarked
package dev.souk.relay.mirror;

import org.jspecify.annotations.NullMarked;
