package dev.souk.relay.members;

import dev.souk.protocol.Filter;
import dev.souk.protocol.Reason;
import dev.souk.relay.config.AuthConfig.Mode;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.policy.Caller;
import dev.souk.relay.policy.RequestPolicy;
import dev.souk.relay.policy.Verdict;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Who may ask a closed relay for events, and who for invites. Thread-safe. */
final class Asking implements RequestPolicy {
    private final Supplier<Mode> mode;
    private final Supplier<MembersConfig> config;
    private final Admission admission;

    Asking(Supplier<Mode> mode, Supplier<MembersConfig> config, Admission admission) {
        this.mode = mode;
        this.config = config;
        this.admission = admission;
    }

    @Override
    public Verdict judge(List<Filter> filters, Caller caller) {
        if (config.get().isReadByMembersOnly() && !admission.belongs(caller)) {
            return refusal(caller, "only members may read on this relay; ask for an invite to become one (NIP-43)");
        }
        if (filters.stream().allMatch(Asking::isForInvite)
                && admission.inviter(caller).isEmpty()) {
            return refusal(caller, whoIsInvited());
        }
        return Verdict.ACCEPT;
    }

    private String whoIsInvited() {
        return switch (config.get().invites()) {
            case NOBODY -> "this relay gives no invites";
            case OPERATORS -> "invites are given to operators only";
            case MEMBERS -> "invites are given to members only";
        };
    }

    /** A proof would help whom nothing is known of; who was given no challenge must not be asked for one. */
    private Verdict refusal(Caller caller, String why) {
        return new Verdict.Reject(
                caller.isKnown() || mode.get() == Mode.OFF ? Reason.restricted(why) : Reason.authRequired(why));
    }

    private static boolean isForInvite(Filter filter) {
        return filter.kinds().filter(Set.of(OwnEvents.INVITE)::equals).isPresent();
    }
}
