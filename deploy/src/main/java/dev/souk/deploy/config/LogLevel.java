package dev.souk.deploy.config;

/** How grave a log line is, the gravest first. */
public enum LogLevel {
    /** Someone must act. */
    ERROR,
    /** Something was not as it should be, and was dealt with. */
    WARN,
    /** Starts, stops, and what changes for the operator. */
    INFO,
    /** What happens to single connections, and stack traces. */
    DEBUG,
    /** Everything. */
    TRACE
}
