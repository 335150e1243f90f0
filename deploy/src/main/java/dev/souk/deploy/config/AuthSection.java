package dev.souk.deploy.config;

import dev.souk.relay.config.AuthConfig;
import dev.souk.relay.config.AuthConfig.Mode;
import java.util.List;
import java.util.Set;

/** {@code [auth]}. */
final class AuthSection extends Section<AuthConfig> {
    private final Setting<AuthConfig, Mode> mode = add(
            "mode",
            Text.oneOf(Mode.class),
            AuthConfig::mode,
            "What clients must prove who they are for (NIP-42): off, optional, write, read, all.");
    private final Setting<AuthConfig, List<String>> relayUrls = add(
            "relay_urls",
            Texts.relayUrls(16),
            AuthConfig::relayUrls,
            "What clients call this relay; set it on a public relay, so that no other can pass proofs on.");
    private final Setting<AuthConfig, Set<Integer>> privateKinds = addForStart(
            "private_kinds",
            Texts.kinds(100),
            AuthConfig::privateKinds,
            "Kinds shown only to their author and to those in their p tags, once they have proved who they are.");
    private final Setting<AuthConfig, Boolean> protectedEvents = add(
            "protected_events",
            new TrueOrFalse(),
            AuthConfig::protectedEvents,
            "Whether protected events (NIP-70) are taken from their authors.");

    AuthSection() {
        super(
                "auth",
                "Who clients are.",
                AuthConfig.DEFAULT,
                config -> config.relay().auth());
    }

    @Override
    AuthConfig read(Values values) {
        return new AuthConfig(
                values.get(mode), values.get(relayUrls), values.get(privateKinds), values.get(protectedEvents));
    }
}
