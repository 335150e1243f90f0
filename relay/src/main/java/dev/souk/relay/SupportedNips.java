package dev.souk.relay;

import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.RelayConfig;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The NIPs that the relay itself keeps, apart from its extensions; NIP-02, NIP-12 and the like are parts of NIP-01 today. */
final class SupportedNips {
    private static final Map<Integer, Predicate<RelayConfig>> SWITCHES = Map.ofEntries(
            Map.entry(1, SupportedNips::always),
            Map.entry(4, config -> knowsClients(config) && isPrivate(config, 4)),
            Map.entry(9, SupportedNips::always),
            Map.entry(11, SupportedNips::always),
            Map.entry(13, config -> config.events().minPow() > 0),
            Map.entry(17, config -> knowsClients(config) && isPrivate(config, 1_059)),
            Map.entry(40, SupportedNips::always),
            Map.entry(42, SupportedNips::knowsClients),
            Map.entry(43, config -> config.members().closed()),
            Map.entry(45, SupportedNips::always),
            Map.entry(50, config -> config.search().enabled()),
            Map.entry(56, RelayConfig::isManaged),
            Map.entry(59, config -> knowsClients(config) && isPrivate(config, 1_059) && isPrivate(config, 21_059)),
            Map.entry(62, SupportedNips::always),
            Map.entry(65, SupportedNips::takesRelayLists),
            Map.entry(67, SupportedNips::always),
            Map.entry(70, SupportedNips::always),
            Map.entry(77, config -> config.negentropy().enabled()),
            Map.entry(86, RelayConfig::isManaged),
            Map.entry(98, RelayConfig::isManaged));

    private SupportedNips() {}

    private static boolean always(RelayConfig config) {
        return true;
    }

    private static boolean knowsClients(RelayConfig config) {
        return config.auth().mode() != AuthConfig.Mode.OFF;
    }

    /** From everybody, so that others can find anybody. */
    private static boolean takesRelayLists(RelayConfig config) {
        return !config.members().closed()
                || config.members().acceptedFromAnyone().contains(10_002);
    }

    private static boolean isPrivate(RelayConfig config, int kind) {
        return config.auth().privateKinds().contains(kind);
    }

    /** Those that are on. */
    static Set<Integer> of(RelayConfig config) {
        return SWITCHES.entrySet().stream()
                .filter(nip -> nip.getValue().test(config))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those that can be on. */
    static Set<Integer> all() {
        return SWITCHES.keySet();
    }
}
