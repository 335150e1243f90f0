package dev.souk.relay.config;

import java.util.Optional;

/**
 * What the relay says about itself (NIP-11). What is absent is left out of the document.
 *
 * @param name below 30 characters, or clients cut it
 * @param description plain text
 * @param banner link to an image
 * @param icon link to a square image
 * @param pubkey the administrator's public key, hex
 * @param contact URI of another way to reach the administrator
 * @param termsOfService link to a text
 */
public record InfoConfig(
        String name,
        String description,
        Optional<String> banner,
        Optional<String> icon,
        Optional<String> pubkey,
        Optional<String> contact,
        Optional<String> termsOfService) {
    /** A relay that has not been given a name yet. */
    public static final InfoConfig DEFAULT = new InfoConfig(
            "Souk",
            "A Nostr relay with a job marketplace inside.",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
