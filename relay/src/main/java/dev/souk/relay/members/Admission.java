package dev.souk.relay.members;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.MembersConfig;
import dev.souk.relay.policy.Caller;
import java.util.Optional;
import java.util.function.Supplier;

/** Who belongs to a closed relay: its members, and its operators whatever else happens. Thread-safe. */
final class Admission {
    private final Supplier<MembersConfig> config;
    private final Members members;

    Admission(Supplier<MembersConfig> config, Members members) {
        this.config = config;
        this.members = members;
    }

    boolean belongs(Bytes32 pubkey) {
        return members.contains(pubkey) || config.get().operators().contains(pubkey);
    }

    /** True when the caller has proved to hold the key of somebody who belongs. */
    boolean belongs(Caller caller) {
        return caller instanceof Caller.Client client
                && client.pubkeys().stream().anyMatch(this::belongs);
    }

    /** The key by which the caller may ask for invites. */
    Optional<Bytes32> inviter(Caller caller) {
        return caller instanceof Caller.Client client
                ? client.pubkeys().stream().filter(this::mayInvite).findFirst()
                : Optional.empty();
    }

    private boolean mayInvite(Bytes32 pubkey) {
        return switch (config.get().invites()) {
            case NOBODY -> false;
            case OPERATORS -> config.get().operators().contains(pubkey);
            case MEMBERS -> belongs(pubkey);
        };
    }
}
