package dev.souk.relay.config;

import java.util.List;
import java.util.Set;

/**
 * Who has to prove who he is, and for what (NIP-42).
 *
 * @param mode what needs proof
 * @param relayUrls how clients may call this relay in their proofs; none: as each client called it when it connected,
 *     which does not keep another relay from passing its clients' proofs on
 * @param privateKinds kinds that are shown only to their author and to those whom their {@code p} tags name
 * @param protectedEvents whether an event that says so (NIP-70) is taken from its author
 */
public record AuthConfig(Mode mode, List<String> relayUrls, Set<Integer> privateKinds, boolean protectedEvents) {
    /** What needs proof. */
    public enum Mode {
        /** No challenge is sent and no proof taken; nobody can see private kinds. */
        OFF,
        /** Only what concerns the client alone. */
        OPTIONAL,
        /** Publishing, too. */
        WRITE,
        /** Asking, too. */
        READ,
        /** Publishing and asking. */
        ALL;

        /** True when nobody publishes without proof. */
        public boolean isForWriting() {
            return this == WRITE || this == ALL;
        }

        /** True when nobody asks without proof. */
        public boolean isForReading() {
            return this == READ || this == ALL;
        }
    }

    /** Direct messages of NIP-04, the shells of NIP-59, and kind 44, which some relays guard, are private. */
    public static final AuthConfig DEFAULT =
            new AuthConfig(Mode.OPTIONAL, List.of(), Set.of(4, 44, 1_059, 21_059), true);

    public AuthConfig {
        relayUrls = List.copyOf(relayUrls);
        privateKinds = Set.copyOf(privateKinds);
    }
}
