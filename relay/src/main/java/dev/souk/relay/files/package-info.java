/** Files that others change while the relay runs. */
@NullMarked
package dev.souk.relay.files;

import org.jspecify.annotations.NullMarked;
