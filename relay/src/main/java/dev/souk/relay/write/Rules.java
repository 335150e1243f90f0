package dev.souk.relay.write;

import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.WriteRule;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.Set;

/** Rules in order. The first that refuses and does not only log counts, and is named in the refusal. */
record Rules(List<Rule> rules, Set<WriteRule> logOnly, Hits hits) implements EventPolicy {
    @Override
    public Verdict judge(Event event, Caller caller) {
        for (Rule rule : rules) {
            if (rule.policy().judge(event, caller) instanceof Verdict.Reject(Reason reason)) {
                boolean isOn = !logOnly.contains(rule.name());
                hits.record(rule.name(), isOn, event, caller, reason);
                if (isOn) {
                    String text = reason.text() + " (" + rule.name().word() + ")";
                    return new Verdict.Reject(new Reason(reason.prefix(), text));
                }
            }
        }
        return Verdict.ACCEPT;
    }
}
