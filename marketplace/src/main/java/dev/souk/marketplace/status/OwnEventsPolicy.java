package dev.souk.marketplace.status;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;

/**
 * Keeps the relay's own key to the marketplace: whatever a client brings under that key, of any kind, is refused, even
 * a copy of what the relay signed itself. A leaked key is therefore of no use here, and nobody can delete or replace what
 * the relay says. The same kinds under other keys are other people's assertions and welcome. Thread-safe.
 */
public final class OwnEventsPolicy implements EventPolicy {
    private static final Verdict REFUSAL =
            new Verdict.Reject(Reason.blocked("only the relay itself publishes under its key"));

    private final Bytes32 self;
    private final Caller market;

    /**
     * @param self the relay's public key
     * @param market the marketplace, as the relay calls it
     */
    public OwnEventsPolicy(Bytes32 self, Caller market) {
        this.self = self;
        this.market = market;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        return !event.pubkey().equals(self) || caller.equals(market) ? Verdict.ACCEPT : REFUSAL;
    }
}
