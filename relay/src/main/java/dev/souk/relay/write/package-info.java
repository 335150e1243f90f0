/** What the operator lets be published, and how much of it: rules with names, which count and may only log. */
@NullMarked
package dev.souk.relay.write;

import org.jspecify.annotations.NullMarked;
