package dev.souk.deploy.config;

import dev.souk.relay.config.InfoConfig;
import java.util.Optional;

/** {@code [info]}. */
final class InfoSection extends Section<InfoConfig> {
    private final Setting<InfoConfig, String> name =
            add("name", Text.ofLength(1, 100), InfoConfig::name, "The relay's name; clients cut it at 30 characters.");
    private final Setting<InfoConfig, String> description = add(
            "description", Text.ofLength(0, 5_000), InfoConfig::description, "What the relay is for, in plain text.");
    private final Setting<InfoConfig, Optional<String>> banner =
            add("banner", Text.link().orEmpty(), InfoConfig::banner, "A link to a wide image.");
    private final Setting<InfoConfig, Optional<String>> icon =
            add("icon", Text.link().orEmpty(), InfoConfig::icon, "A link to a square image.");
    private final Setting<InfoConfig, Optional<String>> pubkey =
            add("pubkey", Text.publicKey().orEmpty(), InfoConfig::pubkey, "The administrator's public key.");
    private final Setting<InfoConfig, Optional<String>> contact = add(
            "contact",
            Text.ofLength(1, 500).orEmpty(),
            InfoConfig::contact,
            "Another way to reach the administrator, as a URI like mailto:operator@example.com.");
    private final Setting<InfoConfig, Optional<String>> termsOfService = add(
            "terms_of_service", Text.link().orEmpty(), InfoConfig::termsOfService, "A link to the terms of service.");

    InfoSection() {
        super(
                "info",
                "What the relay says about itself (NIP-11).",
                InfoConfig.DEFAULT,
                config -> config.relay().info());
    }

    @Override
    InfoConfig read(Values values) {
        return new InfoConfig(
                values.get(name),
                values.get(description),
                values.get(banner),
                values.get(icon),
                values.get(pubkey),
                values.get(contact),
                values.get(termsOfService));
    }
}
