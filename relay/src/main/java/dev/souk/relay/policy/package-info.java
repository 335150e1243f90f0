/** Who may publish what: vetoes that are asked before anything happens. */
@NullMarked
package dev.souk.relay.policy;

import org.jspecify.annotations.NullMarked;
