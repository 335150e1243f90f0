package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.protocol.Event;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.EventPolicy;
import dev.souk.relay.policy.Verdict;
import java.util.function.Supplier;

/**
 * On a closed relay an event is taken when its author belongs there, whoever brings it. Apart from that, some kinds are
 * taken from anyone (the lists of NIP-65 and NIP-17, which others need to find somebody), and some when they are for a
 * member (the wraps of NIP-59 and zap receipts, which are signed by keys that belong to nobody here).
 */
final class MembersOnly implements EventPolicy {
    private static final Verdict REFUSAL = new Verdict.Reject(
            Reason.restricted("only members may publish on this relay; ask for an invite to become one (NIP-43)"));

    private final Supplier<MembersConfig> config;
    private final Admission admission;

    MembersOnly(Supplier<MembersConfig> config, Admission admission) {
        this.config = config;
        this.admission = admission;
    }

    @Override
    public Verdict judge(Event event, Caller caller) {
        boolean isTaken = caller.isInside()
                || admission.belongs(event.pubkey())
                || config.get().acceptedFromAnyone().contains(event.kind())
                || config.get().acceptedForMembers().contains(event.kind()) && isForMember(event);
        return isTaken ? Verdict.ACCEPT : REFUSAL;
    }

    private boolean isForMember(Event event) {
        return event.anyTag(
                'p', value -> Bytes32.parse(value).filter(admission::belongs).isPresent());
    }
}
