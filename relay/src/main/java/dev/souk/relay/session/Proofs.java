package dev.souk.relay.session;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Reason;
import dev.souk.relay.policy.Caller;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who the client of one connection has proved to be (NIP-42), and how often it may try, as every proof costs the check of a
 * signature. Belongs to the connection's outlet thread, but for {@link #learn}, which comes from the ingest threads.
 */
final class Proofs {
    /** Keys that one connection may prove to hold. */
    private static final int MAX_KEYS = 16;

    /** Proofs that are checked at once; with every second there may be one more. */
    private static final int MAX_TRIES = 20;

    private static final Reason TOO_MANY_KEYS =
            Reason.restricted("at most " + MAX_KEYS + " keys may be proved on one connection");
    private static final Reason TOO_MANY_TRIES =
            Reason.rateLimited("at most " + MAX_TRIES + " proofs at once, and one a second");

    /** Only ever learns more, under the lock. */
    private volatile Caller.Client caller;

    private int tries;

    Proofs(String address) {
        this.caller = new Caller.Client(address, Set.of());
    }

    /** Who this is, as far as it was proved. Any thread. */
    Caller.Client caller() {
        return caller;
    }

    /** Why a proof of this key is not even checked. If it is, that counts as a try. */
    Optional<Reason> refusal(Bytes32 pubkey) {
        if (isTooMany(pubkey)) {
            return Optional.of(TOO_MANY_KEYS);
        }
        if (tries == MAX_TRIES) {
            return Optional.of(TOO_MANY_TRIES);
        }
        tries++;
        return Optional.empty();
    }

    /** Every key that was proved counts from then on; or why this one does not, as others were proved meanwhile. */
    synchronized Optional<Reason> learn(Bytes32 pubkey) {
        if (isTooMany(pubkey)) {
            return Optional.of(TOO_MANY_KEYS);
        }
        Set<Bytes32> pubkeys = new HashSet<>(caller.pubkeys());
        pubkeys.add(pubkey);
        caller = new Caller.Client(caller.address(), pubkeys);
        return Optional.empty();
    }

    private boolean isTooMany(Bytes32 pubkey) {
        return caller.pubkeys().size() >= MAX_KEYS && !caller.is(pubkey);
    }

    /** A second has passed. */
    void tick() {
        tries = Math.max(0, tries - 1);
    }
}
