package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;

/**
 * An invite that was given. Its code is known to whoever has it, and not to the relay.
 *
 * @param hash of the code
 * @param asker who was given it
 * @param until the second from which it is no longer good
 * @param uses how many may still become members by it
 */
record Invite(Bytes32 hash, Bytes32 asker, long until, int uses) {
    boolean hasExpired(long second) {
        return second >= until;
    }

    /** What is left of it when one more has become a member by it. */
    Invite used() {
        return new Invite(hash, asker, until, uses - 1);
    }
}
