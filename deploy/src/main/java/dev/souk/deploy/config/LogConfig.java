package dev.souk.deploy.config;

/**
 * What is logged, and how.
 *
 * @param level the least grave that is shown
 * @param format of the lines
 * @param hashAddresses whether clients' addresses are replaced by hashes, whose key is another every day
 */
public record LogConfig(LogLevel level, Format format, boolean hashAddresses) {
    /** How a line looks. */
    public enum Format {
        /** {@code key=value}, for people. */
        TEXT,
        /** An object of JSON, for programs. */
        JSON
    }

    /** What an operator may want to know. */
    public static final LogConfig DEFAULT = new LogConfig(LogLevel.INFO, Format.TEXT, false);
}
