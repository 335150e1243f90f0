package dev.souk.relay.management;

import dev.souk.protocol.Bytes32;
import dev.souk.relay.config.RelayConfig;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Who may call what: operators everything, moderators only what moderates. Thread-safe. */
public final class Managers {
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

    private final Supplier<RelayConfig> config;
    private final Optional<Bytes32> self;

    /** @param self the relay's own key, if it has one */
    public Managers(Supplier<RelayConfig> config, Optional<Bytes32> self) {
        this.config = config;
        this.self = self;
    }

    private boolean isOperator(Bytes32 pubkey) {
        return config.get().members().operators().contains(pubkey);
    }

    private boolean isModerator(Bytes32 pubkey) {
        return config.get().management().moderators().contains(pubkey);
    }

    /** True when this key may call something. */
    boolean mayCall(Bytes32 pubkey) {
        return isOperator(pubkey) || isModerator(pubkey);
    }

    /** True when this key, which may call something, may call this method. */
    boolean mayCall(Bytes32 pubkey, String method) {
        return isOperator(pubkey) || MODERATION.contains(method);
    }

    /** True for keys that are not to be banned. */
    boolean areSpared(Bytes32 pubkey) {
        return mayCall(pubkey) || self.filter(pubkey::equals).isPresent();
    }
}
