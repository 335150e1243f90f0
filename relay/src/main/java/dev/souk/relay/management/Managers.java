package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.RelayConfig;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call what.
 *
 * @param operators may call everything
 * @param moderators may only moderate
 * @param self the relay's own key, if it has one
 */
public record Managers(Set<Bytes32> operators, Set<Bytes32> moderators, Optional<Bytes32> self) {
    /** What moderators may call. */
    private static final Set<String> MODERATION = Set.of(
            "supportedmethods",
            "banpubkey",
            "unbanpubkey",
            "listbannedpubkeys",
            "listeventsneedingmoderation",
            "allowevent",
            "listallowedevents",
            "banevent",
            "unbanevent",
            "listbannedevents");

    /** Those that are configured. */
    public static Managers of(RelayConfig config, Optional<Bytes32> self) {
        return new Managers(config.members().operators(), config.management().moderators(), self);
    }

    /** True when this key may call something. */
    boolean mayCall(Bytes32 pubkey) {
        return operators.contains(pubkey) || moderators.contains(pubkey);
    }

    /** True when this key, which may call something, may call this method. */
    boolean mayCall(Bytes32 pubkey, String method) {
        return operators.contains(pubkey) || MODERATION.contains(method);
    }

    /** True for keys that are not to be banned. */
    boolean areSpared(Bytes32 pubkey) {
        return mayCall(pubkey) || self.filter(pubkey::equals).isPresent();
    }
}
