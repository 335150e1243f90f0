package dev.souk.deploy.config;

/**
 * What is logged.
 *
 * @param level the least grave that is shown
 */
public record LogConfig(LogLevel level) {
    /** What an operator may want to know. */
    public static final LogConfig DEFAULT = new LogConfig(LogLevel.INFO);
}
