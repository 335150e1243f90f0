package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;

/** What one method of NIP-86 does. Called on the thread {@code management-1}. */
@FunctionalInterface
interface Call {
    /** Who calls, proven, and from where. */
    record Caller(Bytes32 pubkey, String address) {}

    /**
     * Does it, and returns the result as JSON.
     *
     * @throws RefusedCallException when the parameters are not what the method takes, or it must not be done
     */
    byte[] answer(Caller caller, Params params);
}
