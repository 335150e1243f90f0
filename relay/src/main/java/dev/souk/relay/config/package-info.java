/** What an operator can set: one record for each concern, checked when it is made. */
@NullMarked
package dev.souk.relay.config;

import org.jspecify.annotations.NullMarked;
