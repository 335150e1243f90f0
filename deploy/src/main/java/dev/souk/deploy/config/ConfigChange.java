package dev.souk.deploy.config;

/**
 * A key that a newer configuration sets to something else.
 *
 * @param key like {@code limits.max_limit}
 * @param from what was in force, as it is written in TOML
 * @param to what is asked for now
 * @param needsRestart whether it is read at the start only, so that {@code from} stays in force
 */
public record ConfigChange(String key, String from, String to, boolean needsRestart) {}
