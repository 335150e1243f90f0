/** Who belongs to the relay: members, their roles, and how one becomes a member or stops being one (NIP-43). */
@NullMarked
package dev.souk.relay.members;

import org.jspecify.annotations.NullMarked;
