/** The relay management API (NIP-86): who may call it (NIP-98), what each method does, and who called what. */
@NullMarked
package dev.souk.relay.management;

import org.jspecify.annotations.NullMarked;
