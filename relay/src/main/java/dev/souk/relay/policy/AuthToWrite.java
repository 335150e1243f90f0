package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import java.util.function.BooleanSupplier;

/**
 * Nobody publishes before he has proved who he is (NIP-42). What extensions publish is the relay's own,
 * and other relays that it mirrors are those of the operator's choice.
 */
public final class AuthToWrite implements EventPolicy {
    private final BooleanSupplier isNeeded;

    /** @param isNeeded whether this relay asks for it */
    public AuthToWrite(BooleanSupplier isNeeded) {
        this.isNeeded = isNeeded;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        return !isNeeded.getAsBoolean() || caller.isInside() || caller.isPeer() || caller.isKnown()
                ? Verdict.ACCEPT
                : new Verdict.Reject(Reason.authRequired("this relay takes events of authenticated clients only"));
    }
}
