package dev.souk.relay.policy;

import dev.souk.protocol.Event;
import java.util.List;

/** Policies in order; the first rejection counts. Thread-safe as far as they are. */
public record Policies(List<EventPolicy> policies) implements EventPolicy {
    public Policies {
        policies = List.copyOf(policies);
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        for (EventPolicy policy : policies) {
            Verdict verdict = policy.judge(event, caller);
            if (verdict instanceof Verdict.Reject) {
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }
}
