package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import java.util.function.IntPredicate;

/**
 * Refuses kinds that are not known here, those above 65535 outside the configured ranges, and kind 22242, which proves who a client is and is nobody
 * else's business (NIP-42).
 */
public final class AcceptedKinds implements EventPolicy {
    private static final int CLIENT_AUTHENTICATION = 22_242;

    private final IntPredicate known;

    /** @param known kinds that are accepted, as far as it is for this policy to say */
    public AcceptedKinds(IntPredicate known) {
        this.known = known;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        if (!known.test(event.kind())) {
            return new Verdict.Reject(Reason.invalid("kind " + event.kind() + " is not one that this relay accepts"));
        }
        if (event.kind() == CLIENT_AUTHENTICATION) {
            return new Verdict.Reject(Reason.invalid("kind 22242 is for AUTH messages, not for EVENT"));
        }
        return Verdict.ACCEPT;
    }
}
