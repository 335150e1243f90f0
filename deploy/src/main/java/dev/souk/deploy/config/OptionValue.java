package dev.souk.deploy.config;

/**
 * What an option of the command line sets.
 *
 * @param option the option's name, for messages
 * @param key a setting like {@code server.port}
 * @param text its value, as an environment variable would spell it
 */
public record OptionValue(String option, String key, String text) {}
