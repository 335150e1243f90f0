package dev.souk.relay.write;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import dev.souk.relay.trust.WebOfTrust;
import java.util.Optional;
import java.util.Set;

/** Takes events only of authors whom the web of trust reaches, and what keys of a moment send to these. Thread-safe. */
final class TrustedAuthors implements EventPolicy {
    private final WebOfTrust trust;
    private final Set<Integer> oneTimeKinds;

    TrustedAuthors(WebOfTrust trust, Set<Integer> oneTimeKinds) {
        this.trust = trust;
        this.oneTimeKinds = oneTimeKinds;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        Optional<Set<Bytes32>> trusted = trust.trusted();
        if (trusted.isEmpty()) {
            return new Verdict.Reject(
                    Reason.error("the relay is still reading whom it trusts, send it again in a moment"));
        }
        return People.concerned(event, oneTimeKinds, trusted.get()::contains)
                ? Verdict.ACCEPT
                : new Verdict.Reject(
                        Reason.restricted("only keys that the operators' follows lead to may publish here"));
    }
}
