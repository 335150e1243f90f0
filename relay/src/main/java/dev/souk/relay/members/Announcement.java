package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;

/**
 * A change of the membership that is to be published (NIP-43, kinds 8000 and 8001). It says all that its event will, the
 * time included, so that an event which is made again after a crash is the same event.
 *
 * @param second when it happened
 * @param joined or left
 */
record Announcement(long second, boolean joined, Bytes32 pubkey) {}
